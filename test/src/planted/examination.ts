import { beginnings } from '@guitu/referral/testing';
import type { Beginning } from '@guitu/referral/testing';
import type { Chance } from '../support/seed.js';
import { commands, eventNames } from '@guitu/contracts';
import type { ExaminedHub } from './examined-hub.js';
import { Reading } from './exits/reading.js';
import { readFixedAddresses, readRefusals } from './exits/refusals.js';
import { everybodyAt } from './lifecycles/hub.js';
import type { Everybody } from './lifecycles/hub.js';
import { Ledger } from './lifecycles/ledger.js';
import { Lifecycle } from './lifecycles/lifecycle.js';
import type { Done } from './lifecycles/lifecycle.js';
import { decideMatter } from './lifecycles/officers.js';
import { Marks } from './marks/marks.js';
import { plantable } from './marks/plant.js';
import { matrix, nameOfCell } from './oracle/matrix.js';

/**
 * Proof that nobody sees more than the access matrix gives them.
 *
 * | folder | |
 * |---|---|
 * | `marks` | values that stand nowhere else in the world, of the right shape, put into every text field by walking the schemas of the contract |
 * | `lifecycles` | agencies that send them, at random under a seed, over HTTP; what was recorded where |
 * | `oracle` | what each caller may be shown, from the matrix of the domain notes and the state of the moment: read it beside section 8.2 |
 * | `exits` | everything through which something could leave: every route of every service as everybody, refusals, exports, files, log lines, traces |
 * | `leaks` | hubs that leak on purpose, each of which must be found |
 *
 * Nothing here knows a field or a route by name, so a new one is covered as it comes. Where a route has a parameter that nobody can fill, the test fails and says which.
 * A leak is told as one line with the field, its class and who saw it where; the seed that is printed with the run shows it again (`GUITU_SEED`).
 * Fields that hold no text (codes, counts, yes and no) cannot be marked: what is opened of them is compared value by value, and elsewhere they are looked for by name.
 */
export interface ExaminationOptions extends Pick<ExaminedHub, 'hub' | 'looks' | 'settled'> {
  readonly chance: Chance;
  readonly lifecycles: number;
  /** Goes on beyond them, for a quarter as many at the most, until every text was planted and every cell of the matrix tried. */
  readonly complete?: boolean;
  /** Also every header of every request, and every value of every body wrong by itself. */
  readonly thorough: boolean;
}

export interface Examination {
  readonly everybody: Everybody;
  readonly ledger: Ledger;
  readonly reading: Reading;
  /** Commands that were taken, and those that were refused by a rule. */
  readonly taken: number;
  readonly refused: number;
  /** Erasures, restrictions and liftings that were done. */
  readonly decided: number;
}

const STEPS = 30;
const beginningNames = Object.keys(beginnings) as Beginning[];
/** Events after which others may see more or less than before. */
const turning: ReadonlySet<string> = new Set(['protection-set', 'protection-lifted', 'referral-declined', 'referral-redirected', 'referral-withdrawn', 'placement-ended', 'corrected', 'linked', 'unlinked']);

/**
 * Drives lifecycles and reads, as everybody, everything that the services answer. What is kept in files and written beside them is read by whoever started the hub.
 * A lifecycle that is over is read while the next one is driven: nobody writes to its cases any more.
 */
export async function examine({ hub, looks, settled, chance, lifecycles, thorough, complete = false }: ExaminationOptions): Promise<Examination> {
  const everybody = everybodyAt(hub);
  const ledger = new Ledger(new Marks(chance));
  const reading = new Reading({ hub, everybody, ledger });
  await reading.open();
  let [taken, refused, decided, liftings] = [0, 0, 0, 0];

  const hear = async (life: Lifecycle, { operation, planting, answer }: Done): Promise<void> => {
    const caller = { organisation: planting.by, role: everybody.register.roleOf(planting.by) ?? 'hub' };
    for (const line of reading.examine(`the answer to ${operation.name}`, caller, answer, life.now)) reading.found(line);
    if (answer.status < 300) taken += 1;
    else refused += 1;
    if (answer.status >= 500) throw new Error(`${operation.name}: ${answer.status} ${answer.text}`);
  };

  let readBefore: Promise<void> = Promise.resolve();
  const open = (): boolean => complete && untouched({ ledger, reading }).length > 0;
  for (let count = 1; count <= lifecycles || (count <= lifecycles * 1.25 && open()); count += 1) {
    const life = new Lifecycle({ hub, everybody, ledger, chance });
    let reads = 0;
    const happened = async (done: Done): Promise<void> => {
      await hear(life, done);
      reading.know(life.cases);
      if (done.answer.status < 300 && chance.percent(8)) for (const again of await life.again(done)) await hear(life, again);
      const { event, name } = done.planting;
      if (event === undefined) return;
      // An emergency is over the next day.
      const urgent = name === 'access-broken-glass' && life.cases.get(event.caseId)?.protectedSince !== undefined;
      if (!urgent && (!turning.has(name) || reads === looks)) return;
      if (!urgent) reads += 1;
      await reading.read([event.caseId], life.now, false);
    };
    // Half of them from nothing, because only there it is not always the same man.
    if (chance.percent(50)) for await (const done of life.begin(chance.pick(beginningNames))) await happened(done);
    for (let step = 0; step < STEPS; step += 1) {
      const done = await life.step();
      if (done !== undefined) await happened(done);
    }
    // In the end some of those whose cases are closed are erased or restricted, and some of these have that lifted.
    for (const [caseId, { closed }] of life.cases) {
      if (closed === undefined || chance.percent(40)) continue;
      const kind = chance.pick(['erasures', 'restrictions'] as const);
      // The first restriction is always lifted, so that there is a lifting to read.
      for (const one of kind === 'restrictions' && (liftings === 0 || chance.percent(30)) ? ([kind, 'liftings'] as const) : [kind]) {
        const { id, done } = await decideMatter(everybody, chance, { caseId, kind: one, now: life.now });
        reading.matters.push(id);
        if (one === 'liftings') liftings += 1;
        if (done) decided += 1;
      }
      // It is about all cases of whoever it is, linked ones among them.
      for (const one of life.cases.keys()) await life.refresh(one);
      reading.know(life.cases, life.erased);
    }
    await readBefore;
    // Lists and reports show the cases of all, and are read while nobody writes.
    const whole = count === lifecycles || (looks > 0 && count % 25 === 0);
    if (whole) await settled();
    const read = reading.read([...life.cases.keys()], life.now, whole);
    if (whole) await read;
    readBefore = read;
    // It is waited for before the next one is read.
    readBefore.catch(() => undefined);
  }
  await readBefore;
  const options = { everybody, ledger, reading, chance, thorough, oneOfAKind: looks === 0 };
  await readRefusals(options);
  await readFixedAddresses(options, hub.urls);
  return { everybody, ledger, reading, taken, refused, decided };
}

const texts = eventNames.filter((name) => commands.has(name)).flatMap(plantable);
const cells = matrix.flatMap(({ dataClass, cells: byRole }) => Object.entries(byRole).flatMap(([role, list]) => list.map((cell) => nameOfCell(role, dataClass, cell))));

/** Texts that nobody has planted yet, and cells of the matrix by which nothing was shown: of these nothing is proven. */
export const untouched = ({ ledger, reading }: Pick<Examination, 'ledger' | 'reading'>): readonly string[] => [...texts.filter((path) => !ledger.planted.has(path)), ...cells.filter((cell) => !reading.tried.has(cell))];

/** Leaks as a test shows them: none, or the first of them. */
export const leaks = ({ reading }: Examination): readonly string[] => [...reading.findings].toSorted().slice(0, 40);
