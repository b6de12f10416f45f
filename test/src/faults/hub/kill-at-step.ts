import type { Chance } from '../../support/seed.js';
import { waitFor } from '../../support/wait-for.js';
import { EndedEarly } from '../../support/hub-process.js';
import type { HubProcess } from '../../support/hub-process.js';
import type { Agencies } from '../agencies/agencies.js';
import { projectionsIn } from '../afterwards/projection-files.js';
import { killModule, killVariable, killWords } from './kill-order.js';
import type { Moment } from './kill-order.js';
import type { Site } from './site.js';
import type { Step } from './steps.js';

export interface KillAtStep {
  readonly site: Site;
  readonly agencies: Agencies;
  readonly chance: Chance;
}

/** Which of the moments it was, and the how manieth of it in its thread. */
export interface Killed {
  readonly moment: Moment;
  readonly count: number;
}

/** Runs the next hub until it dies at one of the moments of the step, while agencies write. Answers when it was. */
export async function killAtStep({ channel, thread, moments, within, provocation }: Step, { site, agencies, chance }: KillAtStep): Promise<Killed> {
  const moment = chance.pick(moments);
  const count = 1 + chance.below(within);
  const environment = { [killVariable]: killWords({ channel, moment, thread, count }) };
  let hub: HubProcess;
  try {
    hub = await site.start({ preload: killModule, environment });
  } catch (error) {
    // The step may come before a hub listens; that it was our kill and no fault of the start, the words of the error tell.
    if (error instanceof EndedEarly && error.signal === 'SIGKILL') return { moment, count };
    throw error;
  }
  if (provocation === 'bulk') agencies.bulk(hub);
  else if (provocation === 'rebuild') await hub.order({ kind: 'rebuild', projection: chance.pick(projectionsIn(site.directory)) });
  else if (provocation !== undefined) await hub.order({ kind: 'vault', call: provocation });
  await Promise.race([agencies.untilGone(hub.gone), waitFor(`${channel} to ${moment} for the ${count}th time`, () => !hub.alive(), 60_000)]);
  expect(await hub.gone).toBe('SIGKILL');
  return { moment, count };
}
