/** What a code set rests on. Only the first three may be shown as a rule; `local`, `seed` and `own` never as law. */
export type CodeEvidence =
  /** A national standard (GB, GB/T). */
  | 'standard'
  /** Statute or national rule, read at article level. */
  | 'law'
  /** The text of a national rule as far as it was readable. */
  | 'national-rule'
  /** One city's or province's rule or form. Elsewhere it is a choice, not an obligation. */
  | 'local'
  /** The articles that the project started from. */
  | 'seed'
  /** Our own choice. */
  | 'own';

export interface CodeTitle {
  readonly zh: string;
  readonly en: string;
}

export interface CodeSetAbout extends CodeTitle {
  /** Standard and clause, law and article, or section of the domain notes. */
  readonly source: string;
  readonly evidence: CodeEvidence;
}

export interface CodeSet<C extends string, E extends CodeTitle = CodeTitle> {
  readonly about: CodeSetAbout;
  /** All codes in the order of the source; fit for `z.enum`. */
  readonly values: readonly [C, ...C[]];
  readonly entries: Readonly<Record<C, E>>;
  title(code: C): CodeTitle;
  /** True for a code of this set; for values that come from outside. */
  has(value: unknown): value is C;
}

/** The union of the codes of a set: `type Sex = CodeOf<typeof sex>`. */
export type CodeOf<S> = S extends CodeSet<infer C> ? C : never;

/** Makes a code set from its titles. A set is never empty: throws RangeError. */
export function codeSet<const E extends Readonly<Record<string, CodeTitle>>>(about: CodeSetAbout, entries: E): CodeSet<Extract<keyof E, string>, E[keyof E]> {
  type C = Extract<keyof E, string>;
  const [first, ...rest] = Object.keys(entries) as C[];
  if (first === undefined) throw new RangeError(`code set without codes: ${about.en}`);
  const titles: Readonly<Record<C, E[keyof E]>> = entries;
  return {
    about,
    values: [first, ...rest],
    entries: titles,
    title: (code) => ({ zh: titles[code].zh, en: titles[code].en }),
    has: (value): value is C => typeof value === 'string' && Object.hasOwn(entries, value),
  };
}

/** The part of a set that one kind of user may choose from, in the order given. */
export function codeSubset<C extends string, E extends CodeTitle, const P extends C>(set: CodeSet<C, E>, title: CodeTitle, first: P, ...rest: P[]): CodeSet<P, E> {
  const codes: readonly [P, ...P[]] = [first, ...rest];
  const chosen = new Set<unknown>(codes);
  return {
    about: { ...set.about, ...title },
    values: codes,
    entries: Object.fromEntries(codes.map((code) => [code, set.entries[code]])) as Record<P, E>,
    title: (code) => set.title(code),
    has: (value): value is P => chosen.has(value),
  };
}
