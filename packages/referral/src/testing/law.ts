import type { AnyEvent, Recorded } from '@guitu/contracts';
import { applyEvent, foldCase, illegal } from '../fold.js';
import { heldBy, isSpecial } from '../rules/index.js';
import { custodianKind } from '../rules/standing.js';
import type { CaseState } from '../state.js';
import { emptyCase } from '../state.js';
import { roleOf, sampleRegister, whoIs } from './organisations.js';
import type { Who } from './organisations.js';
import type { CaseStory } from './scenario.js';

/** What the law forbids, read off the events and the state before them, without the rules. */
export function unlawfulExit(event: Recorded<'exit-completed'>, before: CaseState, history: readonly AnyEvent[]): string | undefined {
  const { code } = event.data;
  const custodian = before.custody?.custodian;
  const alone = code === '5.2' || code === '5.4' || (code === '5.3' && custodian?.kind !== 'kin' && custodian?.kind !== 'unit');
  if (alone && before.assessment?.maySelfLeave !== true) return 'a person who may not leave alone was let go alone';
  if (alone && custodian?.kind === 'organisation' && custodian.role === 'hospital' && !history.some(({ name }) => name === 'discharged')) return 'out of a hospital without a discharge';
  const gone = custodian?.kind === 'unlocated' || (custodian?.kind === 'self' && history.some(({ name }) => name === 'left-without-formalities'));
  if (code === '5.5' && !gone) return 'left, but not gone';
  if (code === '5.5' && before.assessment?.maySelfLeave !== true && !history.some(({ name }) => name === 'police-reported')) return 'missing, and the police were not told';
  if (code === '5.8' && !history.some(({ name }) => name === 'death-recorded')) return 'a death that nobody recorded';
  return undefined;
}

/** Domain 8A 5: a free adult says so and is free; or goes without a word. Tried on the side, then taken back. */
export function cannotLeave(story: CaseStory): string | undefined {
  const { events } = story;
  const state = story.state;
  const holding = heldBy(state);
  if (holding === undefined || isSpecial(state)) return undefined;
  const holder = whoIs(holding) as Who;
  const length = events.length;
  try {
    story.does(holder, 'left-without-formalities', {}, undefined, { anywhere: true });
    if (custodianKind(story.state) !== 'unlocated') return 'left and is still held';
    events.length = length;
    story.does(holder, 'self-leave-declared', {}, undefined, { anywhere: true });
    const declared = story.state;
    if (custodianKind(declared) === 'organisation') {
      if (roleOf(holder) === 'hospital' && declared.hospitalStay?.dischargedAt === undefined) story.does(holder, 'discharged', {}, undefined, { anywhere: true });
      story.does(whoIs(declared.admitted?.station ?? '') as Who, 'exit-completed', { code: '5.3' }, undefined, { anywhere: true });
    }
    return custodianKind(story.state) === 'self' ? undefined : 'declared, and is still held';
  } catch (error) {
    return `a free adult cannot leave: ${String(error)}`;
  } finally {
    events.length = length;
  }
}

/** Every event passes again in its place, as for a projection or an auditor who has only the log. */
export function illegalOnReplay(events: readonly AnyEvent[]): string | undefined {
  const closings = new Set(events.filter(({ name }) => name === 'case-closed').map(({ causationId }) => causationId));
  let state = emptyCase('');
  for (const [index, event] of events.entries()) {
    const history = events.slice(0, index);
    const refusal = illegal(state, event, { register: sampleRegister, closing: closings.has(event.causationId) }, history);
    if (refusal !== undefined) return `${event.name}: ${refusal.code}`;
    if (event.name === 'voided') state = foldCase(events.slice(0, index + 1));
    else applyEvent(state, event);
  }
  return undefined;
}

