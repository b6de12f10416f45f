import { Agenda } from './agenda.js';
import { CaseInMaking } from './case-in-making.js';
import type { CasePlan, Told } from './case-in-making.js';
import type { Register } from '@guitu/referral';
import { beginOf } from './plan-cases.js';

export interface TellOptions {
  /** In the order in which they begin. */
  readonly plans: readonly CasePlan[];
  readonly register: Register;
  readonly hubId: string;
  /** Makes it durable; answers with the number of events. */
  readonly record: (told: Told) => Promise<number>;
  /** Told after every group of commands. */
  readonly progress: (doneCases: number) => void;
}
export interface ToldCases {
  readonly events: number;
  /** Steps that did not fit another town or day; their cases stay open. */
  readonly refused: readonly string[];
}

/** Commands under way at a time: so many share one commit of the log and of the keys. */
const AT_A_TIME = 256;

/** Tells all cases to the rules in the order in which things were recorded, so that the events of many cases lie among one another as in life. */
export async function tellCases({ plans, register, hubId, record, progress }: TellOptions): Promise<ToldCases> {
  const open = new Agenda<CaseInMaking>();
  let begun = 0;
  let ended = 0;
  let events = 0;
  const refused: string[] = [];

  function earliest(): CaseInMaking | undefined {
    const plan = plans[begun];
    if (plan === undefined || open.earliest <= beginOf(plan)) return open.take();
    begun += 1;
    return new CaseInMaking(plan, register, hubId);
  }
  function group(): CaseInMaking[] {
    const cases: CaseInMaking[] = [];
    while (cases.length < AT_A_TIME) {
      const next = earliest();
      if (next === undefined) break;
      cases.push(next);
    }
    return cases;
  }

  for (let cases = group(); cases.length > 0; cases = group()) {
    const decided = cases.map((one) => one.decideNext());
    refused.push(...decided.flatMap((step) => ('refused' in step ? [step.refused] : [])));
    const counts = await Promise.all(decided.map((step) => ('refused' in step ? Promise.resolve(0) : record(step))));
    events += counts.reduce((sum, count) => sum + count, 0);
    for (const one of cases) {
      if (one.next === undefined) ended += 1;
      else open.put(one.next, one);
    }
    progress(ended);
  }
  return { events, refused };
}
