import { createHmac } from 'node:crypto';
import type { IndexKind, IndexQuery } from '../port.js';
import { writtenNumber, writtenParts } from './written.js';

/**
 * Number of the terms that new entries have. A `keys.db` with a lower one finds persons by less until `reindex` has gone through the log.
 * 1: identity number, whole name. 2: parts of the name, and pinyin of the whole and of the parts; Latin letters without regard to case and marks.
 * 3: an identity number of 15 digits under its 18.
 */
export const indexVersion = 3;

const sought: Readonly<Record<IndexKind, (value: string) => string>> = { 'id-number': writtenNumber, name: (value) => writtenParts(value).join('') };

/** The term that a search asks for. Empty when nothing is left to look for. */
export const soughtTerm = ({ kind, value }: IndexQuery): string => sought[kind](value);

/**
 * 32 bytes that stand for a term in the index. Keyed, because the identity numbers of a country, and its names, can be tried one by one against a plain hash.
 */
export const blindMac = (indexKey: Buffer, kind: IndexKind, term: string): Buffer => createHmac('sha256', indexKey).update(`${kind}|${term}`).digest();
