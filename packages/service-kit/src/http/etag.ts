import { hash } from 'node:crypto';
import { Problem } from '../problems/index.js';

/** A parsed `If-Match`: any representation at all, or one of these tags. */
export type IfMatch = '*' | readonly string[];

/** The strong entity tag of a case: the revision of its stream. */
export const revisionTag = (revision: number): string => `"${revision}"`;
/** The strong entity tag of any other answer. */
export const contentTag = (body: string | Uint8Array): string => `"${hash('sha256', body, 'base64url').slice(0, 27)}"`;

const list = /^(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*$/u;

/** RFC 9110, 13.1.1. A weak tag never matches. */
export function parseIfMatch(header: string | undefined): IfMatch | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  if (header.length > 1_000 || !list.test(header.trim())) {
    throw Problem.header('If-Match', 'entity-tag', { zh: '请填写读取时得到的 ETag，含双引号。', en: 'Send the ETag that you were given, with its quotes.' });
  }
  return header.split(',').map((tag) => tag.trim());
}

export const matches = (ifMatch: IfMatch | undefined, tag: string): boolean => ifMatch === undefined || ifMatch === '*' || ifMatch.includes(tag);

/** RFC 9110, 13.1.2: true where the client has this representation already. */
export const isKnownTo = (ifNoneMatch: string | undefined, tag: string): boolean => ifNoneMatch !== undefined && ifNoneMatch.split(',').some((known) => known.trim().replace(/^W\//u, '') === tag);
