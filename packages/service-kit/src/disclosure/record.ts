import type { AnyEvent } from '@guitu/contracts';
import { isHiddenFrom, isJudgedBy } from '@guitu/referral';
import type { Level } from '@guitu/vault';
import type { Look } from './look.js';

export interface RecordDisclosure {
  readonly level: Extract<Level, 'full' | 'masked' | 'none'>;
  readonly because: string;
}

/**
 * How much of an event's record part and envelope is shown to who may look at its case: all of it, but for a person who is hidden from them. Then an organisation sees what it recorded
 * itself, and what was addressed to it or is its to judge with all places and agencies masked; an auditor sees all events masked.
 */
export function recordDisclosure(event: Pick<AnyEvent, 'name' | 'actor' | 'data'>, { viewer, present, register }: Look): RecordDisclosure {
  const { actor, data } = event;
  const { organisation, role } = viewer;
  if (!isHiddenFrom(present, organisation)) return { level: 'full', because: 'whoever takes part in a case sees its record' };
  if (actor.organisation === organisation) return { level: 'full', because: 'what an organisation recorded itself it knows' };
  if (role === 'audit' || (data as Readonly<Record<string, unknown>>)['to'] === organisation) return { level: 'masked', because: 'the person is hidden: places and agencies are masked' };
  if (isJudgedBy(present, viewer, register, event)) return { level: 'masked', because: 'the person is hidden, and whoever judges the emergency needs its ground, its time and the kind of agency' };
  return { level: 'none', because: 'the person is hidden, and this was not addressed to the organisation' };
}
