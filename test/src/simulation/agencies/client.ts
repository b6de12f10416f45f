import type { AgencyRole } from '@guitu/contracts';
import { clerk, roleOf } from '@guitu/referral/testing';
import type { Who } from '@guitu/referral/testing';
import type { Body, Journal, Operation } from '../checks/journal.js';
import type { Faults } from '../faults.js';
import type { SimulatedHub } from '../hub/hub.js';
import { authorization } from '../hub/hub.js';
import type { Answer } from '../hub/wire.js';
import type { BusinessClock, Machine } from '../machine.js';

const TRAVEL_MS = 10;
const ATTEMPTS = 8;
const BACK_OFF_MS = 150;

const isDefinite = (answer: Answer | undefined): answer is Answer => answer !== undefined && answer.status < 500;

/** The program of an agency: sends, waits, sends again with the same key where nothing came back, and gives up one day. */
export class Client {
  constructor(
    private readonly machine: Machine,
    private readonly hub: SimulatedHub,
    private readonly faults: Faults,
    private readonly journal: Journal,
    private readonly clock: BusinessClock,
  ) {}

  /** What the agency was told in the end; nothing when it gave up. */
  async perform(operation: Operation): Promise<Answer | undefined> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const answers = await Promise.all(this.#bodies(operation).map((body) => this.send(operation, body)));
      const answer = answers.find(isDefinite);
      if (answer !== undefined) return answer;
      if (this.faults.strikes('gave-up')) return undefined;
      await this.machine.wait(this.machine.chance.below(BACK_OFF_MS * attempt), `${operation.who} tries ${operation.name} again`);
    }
    return undefined;
  }

  /** A nervous client sends twice at once; a careless one uses the key for something else as well. */
  #bodies({ body }: Operation): readonly Body[] {
    if (this.faults.strikes('key-reused')) return [body, { ...body, occurredAt: new Date(this.clock.now() - 60_000).toISOString() }];
    return this.faults.strikes('sent-twice') ? [body, body] : [body];
  }

  /** One request and what came back of it. */
  async send(operation: Operation, body: Body): Promise<Answer | undefined> {
    const { who, name, caseId, key, supervisor, ifMatch } = operation;
    const headers = {
      authorization: authorization(who, supervisor), 'guitu-user': clerk, 'content-type': 'application/json', 'idempotency-key': key,
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    };
    const url = caseId === undefined ? `/cases/${name}` : `/cases/${caseId}/${name}`;
    this.journal.sent(operation);
    await this.machine.delay(TRAVEL_MS, `${who} sends ${name}`);
    const given = this.faults.strikes('request-lost') ? undefined : await this.hub.take(roleOf(who) as AgencyRole, { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(body)) });
    // Whatever the hub answers is held against the log at once, also where the answer does not arrive.
    this.journal.ended(operation, body, given);
    await this.machine.delay(TRAVEL_MS, `${who} hears of ${name}: ${given === undefined ? 'nothing' : `${given.status} ${String(given.body['type'] ?? given.body['revision'])}`}`);
    return this.faults.strikes('answer-lost') ? undefined : given;
  }

  async get(who: Who, url: string): Promise<Answer | undefined> {
    await this.machine.delay(TRAVEL_MS, `${who} asks for ${url.slice(0, 30)}`);
    const given = await this.hub.take(roleOf(who) as AgencyRole, { method: 'GET', url, headers: { authorization: authorization(who, false), 'guitu-user': clerk } });
    return given;
  }
}
