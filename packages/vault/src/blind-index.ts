import { createHmac } from 'node:crypto';
import type { IndexKind, IndexQuery } from './port.js';

// The dot between the parts of a transliterated name (买买提·艾力) is typed as any of these; NFKC has folded the half-width one.
const nameDots = /[\s\u00b7\u2022\u2027\u2219\u22c5\u30fb]/gu;

const normalisers: Readonly<Record<IndexKind, (text: string) => string>> = {
  // The GB 11643 check character X is often typed in lower case, and groups are often spaced.
  'id-number': (text) => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase(),
  name: (text) => text.normalize('NFKC').replace(nameDots, ''),
};

/** The form under which a value is indexed and sought. Empty when nothing is left to look for. */
export function normalised({ kind, value }: IndexQuery): string {
  return normalisers[kind](value);
}

/**
 * 32 bytes that stand for the value in the index, undefined when nothing is left of it. Keyed, because the identity numbers
 * of a country can be tried one by one against a plain hash.
 */
export function blindMac(indexKey: Buffer, query: IndexQuery): Buffer | undefined {
  const text = normalised(query);
  return text === '' ? undefined : createHmac('sha256', indexKey).update(`${query.kind}|${text}`).digest();
}
