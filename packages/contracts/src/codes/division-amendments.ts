/**
 * What is known of GB/T 2260 beyond the editions of the package `gb2260` 0.6.0, whose last is 201607. Only facts that
 * the domain notes (6.1) hold as checked, or that follow from the editions themselves; each with its source.
 *
 * Missing, and so unknown here: about seventy codes that were new between 2016-08 and 2019-04 (宁乡市 430182, 海安市
 * 320685, 那曲市 540600, ...), everything after 2019-04, and the codes retired before 2002-12 that old identity numbers
 * still carry. `ancestors` and `routeToOffice` work for such codes by their digits.
 */
export const newCodes: Readonly<Record<string, string>> = {
  // MCA list 201904.
  '430212': '渌口区',
};

export interface Retirement {
  /** Last edition that has the code. */
  readonly lastEdition: string;
  /** What took its place; more than one = somebody has to choose. */
  readonly successors: readonly string[];
}

/** Successors that names alone do not show; over and above the renumberings found in `division-history.ts`. */
export const retirements: Readonly<Record<string, Retirement>> = {
  // 宝鸡县 became 陈仓区: in the edition 200212, gone in 200306 (domain notes 6.1).
  '610321': { lastEdition: '200212', successors: ['610304'] },
  // 株洲县 became 渌口区: in the edition 201607, gone in the MCA list 201904 (domain notes 6.1).
  '430221': { lastEdition: '201607', successors: ['430212'] },
  // 儋州市 became a prefecture without counties: editions 201509 and 201607.
  '469003': { lastEdition: '201509', successors: ['460400'] },
};
