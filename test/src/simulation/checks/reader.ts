import type { AgencyRole } from '@guitu/contracts';
import { foldCase, standing } from '@guitu/referral';
import { idOf, roleOf, sampleRegister } from '@guitu/referral/testing';
import type { Who } from '@guitu/referral/testing';
import type { Client } from '../agencies/client.js';
import type { BusinessClock } from '../machine.js';
import type { Findings } from './findings.js';
import { alike } from './findings.js';
import type { LogWatcher } from './log-watcher.js';

const NOBODYS = '01890000-0000-7000-8000-000000000000';

/** The kind, and of an organisation which; a view leaves out its role. */
const whoHas = (holder: unknown): unknown => {
  const { kind, organisation } = (holder ?? {}) as { readonly kind?: string; readonly organisation?: string };
  return { kind, organisation };
};

/** Asks as an agency asks, and holds the answer against the log. */
export class Reader {
  constructor(
    private readonly client: Client,
    private readonly watcher: LogWatcher,
    private readonly findings: Findings,
    private readonly clock: BusinessClock,
  ) {}

  /** A view is not older than what was on disk when it was asked for, is that of its tag, and does not exist for those who take no part. */
  async view(who: Who, caseId: string): Promise<void> {
    const before = this.watcher.sight(caseId);
    const stood = this.#standing(who, caseId);
    const answer = await this.client.get(who, `/cases/${caseId}`);
    const stands = this.#standing(who, caseId);
    if (answer === undefined || answer.status === 503) return;
    const { status, headers, body } = answer;
    this.findings.must(status === 200 || status === 404, () => `a view was answered with ${status}`);
    if (stood === stands && stood !== undefined) this.findings.must((status === 404) === (stood === 'none'), () => `${who} stands to the case as "${stood}" and gets ${status}`);
    if (status === 404) return await this.#sameAsNothing(who, body);
    const revision = Number(body['revision']);
    this.findings.must(headers['etag'] === `"${revision}"`, () => `a view of revision ${revision} has the tag ${String(headers['etag'])}`);
    this.findings.must(revision >= before.revision, () => `a view of revision ${revision} was given after revision ${before.revision}`);
    const then = foldCase(this.watcher.stream(`case-${caseId}`).slice(0, revision + 1));
    if (body['standing'] !== 'full' || then.protectedSince !== undefined || stands !== 'full') return;
    const custodian = body['custodian'];
    this.findings.must(alike(whoHas(custodian), whoHas(then.custody?.custodian)), () => `a view of revision ${revision} shows ${JSON.stringify(custodian)} and the log ${JSON.stringify(then.custody?.custodian)}`);
    const responsible = body['responsible'] as { readonly organisation?: string } | undefined;
    this.findings.must(responsible?.organisation === then.responsible?.organisation, () => `a view of revision ${revision} names ${String(responsible?.organisation)} as responsible, the log ${String(then.responsible?.organisation)}`);
  }

  async #sameAsNothing(who: Who, body: Record<string, unknown>): Promise<void> {
    const nothing = await this.client.get(who, `/cases/${NOBODYS}`);
    if (nothing?.status !== 404) return;
    const without = ({ instance: _instance, requestId: _requestId, ...rest }: Record<string, unknown>): unknown => rest;
    this.findings.must(alike(without(body), without(nothing.body)), () => `${who} can tell a case that is not theirs from none: ${JSON.stringify(body)}`);
  }

  /** A list may be behind, and never shows a case that its reader never took part in. */
  async list(who: Who, list: string): Promise<void> {
    const answer = await this.client.get(who, `/worklist?list=${list}&limit=200`);
    if (answer === undefined || answer.status === 503) return;
    this.findings.must(answer.status === 200, () => `a worklist was answered with ${answer.status} ${JSON.stringify(answer.body)}`);
    if (answer.status !== 200) return;
    for (const { caseId } of answer.body['items'] as readonly { readonly caseId: string }[]) {
      const events = this.watcher.stream(`case-${caseId}`);
      const took = events.some((_event, place) => standing(foldCase(events.slice(0, place + 1)), idOf(who), sampleRegister, this.#now()) !== 'none');
      this.findings.must(took, () => `${who} finds on its list ${list} a case that it never took part in`);
    }
  }

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #standing(who: Who, caseId: string): string | undefined {
    return roleOf(who) satisfies string as AgencyRole === 'elder-care' ? undefined : standing(this.watcher.sight(caseId), idOf(who), sampleRegister, this.#now());
  }
}
