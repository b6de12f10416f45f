/** Levels of GB/T 2260 by their digits: 1-2 province, 3-4 prefecture, 5-6 county (P61). */
export type DivisionLevel = 'province' | 'prefecture' | 'county';

/** Level that a six-digit code has by its form alone. Some prefectures have no counties (441900 东莞市): the level says nothing about offices. */
export function levelOf(code: string): DivisionLevel {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

export const provinceOf = (code: string): string => `${code.slice(0, 2)}0000`;
export const prefectureOf = (code: string): string => `${code.slice(0, 4)}00`;

export const isSixDigits = (code: string): boolean => /^[1-9]\d{5}$/u.test(code);

/**
 * True for a name that only heads a list and is no government, so it has no office: 市辖区 and 县 of the municipalities,
 * 市辖区 inside a prefecture, and 省直辖县级行政区划 (4190, 4290, 4690, 6590).
 */
export const isHeading = (name: string): boolean => /^(?:市辖区|县|(?:省|自治区)直辖.*)$/u.test(name);
