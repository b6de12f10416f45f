import type { Register } from '@guitu/referral';
import type { Permission } from '../oracle/oracle.js';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** All texts but those that were opened for the caller: where a person comes from is no place where they are, and what was opened is held against the matrix by itself. */
function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) if (name !== 'opened') yield* stringsIn(member);
}

/** Objects that each tell of one case, with its id: the answer itself where a case was asked about, else the rows of a list. */
function* aboutCases(value: unknown, about: string | undefined, known: (caseId: string) => boolean): Generator<readonly [caseId: string, object: Json]> {
  if (Array.isArray(value)) for (const item of value) yield* aboutCases(item, undefined, known);
  else if (isObject(value)) {
    const caseId = about ?? value['caseId'];
    if (typeof caseId === 'string' && known(caseId)) yield [caseId, value];
    else {
      for (const member of Object.values(value)) yield* aboutCases(member, undefined, known);
      // What stands beside a list of cases is said of all of them: who looked at them, say.
      const texts = Object.fromEntries(Object.entries(value).filter(([, member]) => typeof member === 'string'));
      for (const member of Object.values(value).flat()) if (isObject(member) && typeof member['caseId'] === 'string' && known(member['caseId'])) yield [member['caseId'], { ...texts, accessId: member['accessId'] }];
    }
  }
}

/**
 * Organisations, their names and divisions that an answer names of a case whose person is hidden from the caller: they can themselves tell where the person is. And cases that the
 * caller takes no part in, and so must not even learn of, but for emergency accesses that happened while it answered for the case.
 */
export function namesOfOthers(answer: unknown, about: string | undefined, permissionFor: (caseId: string) => Permission | undefined, register: Register): readonly string[] {
  const telling = new Map(register.all.flatMap(({ id, name, division }) => [[id, id], [name, id], [division, division]]));
  return [...aboutCases(answer, about, (caseId) => permissionFor(caseId) !== undefined)].flatMap(([caseId, object]) => {
    const permission = permissionFor(caseId);
    if (permission === undefined) return [];
    if (permission.standing.sees === 'nothing' && !permission.answersFor(object['accessId'])) return ['tells of a case that the caller takes no part in'];
    if (!permission.standing.hidden) return [];
    const named = new Set([...stringsIn(object)].flatMap((text) => telling.get(text) ?? []).filter((organisation) => !permission.names(organisation)));
    return [...named].map((organisation) => `names ${organisation} while the person is hidden`);
  });
}
