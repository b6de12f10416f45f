import { careStream, caseIdOfNumber, caseNumber, localYearOf, notesStream, organisationEntry } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventReader } from '@guitu/event-store';
import { approvalsOf, relationsToCase, safeguardsOf, standing } from '@guitu/referral';
import type { CaseState, Register } from '@guitu/referral';
import { z } from 'zod';
import type { CaseReader } from '../../commands/case-reader.js';
import { readEvents } from '../../commands/case-reader.js';
import { explainEvents } from '../../disclosure/explain.js';
import type { Explained } from '../../disclosure/explain.js';
import type { Look } from '../../disclosure/look.js';
import type { Runtime } from '../../runtime.js';
import { OperatorRefusal, operatorVerb } from '../verb.js';
import type { OperatorVerb } from '../verb.js';

export interface DisclosureVerbOptions {
  readonly cases: CaseReader;
  readonly store: Pick<EventReader, 'readStream'>;
  readonly register: Register;
  readonly runtime: Pick<Runtime, 'businessNow'>;
}

/** What `guitu disclose` shows. */
export interface DisclosedCase {
  readonly organisation: string;
  readonly role: string;
  readonly user?: string;
  readonly caseId: string;
  readonly caseNumber: string;
  /** `none`: as if there were no such case. `own-referrals`: nothing but those. */
  readonly standing: 'full' | 'own-referrals' | 'none';
  readonly relations: readonly string[];
  readonly safeguards: readonly string[];
  readonly approvals: readonly string[];
  readonly events: readonly { readonly stream: string; readonly revision: number; readonly name: string; readonly occurredAt: string; readonly classes: readonly Explained[] }[];
}

/** Auditors read what lies beside the case as well; agencies do not. */
async function besideOf(store: Pick<EventReader, 'readStream'>, { caseId, placements }: CaseState): Promise<readonly (readonly [stream: string, event: AnyEvent])[]> {
  const streams = [notesStream(caseId), ...Object.keys(placements).map(careStream)];
  const read = await Promise.all(streams.map(async (stream) => (await readEvents(store, stream)).map((event) => [stream, event] as const)));
  return read.flat();
}

/** What an organisation would see of a case, and why: decided as for a request of that organisation, and nothing is opened. */
export function disclosureVerb({ cases, store, register, runtime }: DisclosureVerbOptions): OperatorVerb {
  return operatorVerb({
    name: 'disclose',
    input: z.strictObject({ as: organisationEntry.shape.id, user: z.string().min(1).max(100).optional(), case: z.string().max(64) }),
    run: async ({ as: organisation, user, case: asked }): Promise<DisclosedCase> => {
      const role = register.roleOf(organisation);
      if (role === undefined) throw new OperatorRefusal(`There is no organisation "${organisation}". "guitu agency list" shows them.`);
      const caseId = z.uuid().safeParse(asked).success ? asked.toLowerCase() : caseIdOfNumber(asked);
      const { events, state } = caseId === undefined ? { events: [], state: undefined } : await cases(caseId);
      const [first] = events;
      if (caseId === undefined || state === undefined || first === undefined) throw new OperatorRefusal(`There is no case "${asked}". Name it by its id or by its number.`);
      const now = new Date(runtime.businessNow()).toISOString();
      const viewer = { organisation, role, ...(user === undefined ? {} : { user }) };
      const look: Look = { viewer, purpose: role === 'audit' ? 'audit' : 'case-work', present: state, register, now };
      const stands = role === 'audit' ? 'full' : standing(state, organisation, register, now);
      const shown = stands !== 'full' ? [] : [...events.map((event) => [`case-${caseId}`, event] as const), ...(role === 'audit' ? await besideOf(store, state) : [])];
      const classes = explainEvents(shown.map(([, event]) => event), look);
      return {
        ...viewer, caseId, caseNumber: caseNumber(caseId, localYearOf(first.occurredAt)), standing: stands,
        relations: relationsToCase(state, viewer, register, now), safeguards: safeguardsOf(state, viewer, now), approvals: approvalsOf(state, viewer, now),
        events: shown.map(([stream, { revision, name, occurredAt }], place) => ({ stream, revision, name, occurredAt, classes: classes[place] ?? [] })),
      };
    },
  });
}
