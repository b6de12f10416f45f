import { agencyRoles } from '@guitu/contracts';
import { chanceOf } from '../support/seed.js';
import { isCommand } from '../surface/documents.js';
import { examine, leaks, untouched } from './examination.js';
import type { Examination } from './examination.js';
import type { ExaminedHub } from './examined-hub.js';
import { readExports } from './exits/export.js';
import { leaksIn, plainMarksIn } from './exits/files.js';
import { ofPages } from './exits/fill.js';
import { readOperator } from './exits/operator.js';

const long = process.env['GUITU_LONG'] === '1';
/** Hubs one after the other, each with as many lifecycles. */
const HUBS = long ? 20 : 1;
const LIFECYCLES = 50;
/** Texts and cells, of some hundreds, that chance may leave out in one hub. */
const LEFT_OUT = 12;
const PATIENCE = long ? 7_200_000 : 1_800_000;
const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

/** The same examination of either profile. `profile`: for the name of the test and of its seed. `whole`: a short run goes on until every text was planted and every cell tried; a long one always does. */
export function plantedValues(profile: string, start: () => Promise<ExaminedHub>, whole = true): void {
  const complete = long || whole;
  /** What no hub has planted or shown so far. */
  let leftOut: readonly string[] | undefined;

  describe.each(Array.from({ length: HUBS }, (_, place) => place + 1))(`values that are planted in every text field of random lifecycles of ${profile}, hub %i`, (place) => {
    let examined: ExaminedHub;
    let examination: Examination;
    beforeAll(async () => {
      examined = await start();
      const begun = performance.now();
      examination = await examine({ ...examined, chance: chanceOf(`planted values of ${profile}, hub ${place}`), lifecycles: LIFECYCLES, thorough: long, complete });
      const { everybody, ledger, reading, taken, refused, decided } = examination;
      const exported = await readExports(reading, [...agencyRoles, 'audit' as const].flatMap((role) => everybody.callersOf(role).slice(0, 1)), examined);
      await readOperator({ ledger, reading, organisation: 'civil-baoji' }, examined);
      const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
      process.stderr.write(
        `${ledger.marks.size} marks in ${taken} commands (${refused} refused) on ${reading.cases.length} cases of ${profile}, of which ${decided} persons were erased or restricted, read by ${sum(reading.asked.values())} requests and ${exported} exported cases, in ${seconds} s. Left out: ${untouched(examination).join(', ')}.\n`,
      );
    }, PATIENCE);
    afterAll(() => examined.remove());

    test('are shown by no service to anybody whom the access matrix does not give them', () => {
      expect(leaks(examination)).toEqual([]);
    });

    test('were planted in every text that a client can send, read on every route, and shown by every cell of the matrix', () => {
      const { reading, decided } = examination;
      // Chance may leave out one or the other in a single hub; the long run leaves out nothing.
      leftOut = leftOut === undefined ? untouched(examination) : untouched(examination).filter((one) => leftOut?.includes(one));
      if (complete) expect(leftOut.length > (place === HUBS && HUBS > 1 ? 0 : LEFT_OUT) ? leftOut : []).toEqual([]);
      // The vault answers services alone: whoever has another client's token gets refusals there, which are examined like any other answer.
      const reads = reading.operations.filter((operation) => !isCommand(operation) && operation.service !== 'vault');
      expect(reads.filter(({ name }) => !reading.asked.has(name)).map(({ name }) => name)).toEqual([]);
      const parameters = reads.flatMap(({ name, query }) => query.filter((one) => !ofPages.has(one.name)).map((one) => `${name}?${one.name}`));
      // A person's name at an organisation means something only with the organisation, and parameters are tried one at a time.
      expect(parameters.filter((one) => !reading.parameters.has(one))).toEqual(['audit GET /looks?user']);
      expect(decided).toBeGreaterThan(0);
    });

    test('stand readable in no file, no topic, no backup, no log line and no trace', async () => {
      const { ledger } = examination;
      // While the hub runs, so that the write-ahead logs are among them, and after its end.
      const running = await examined.kept();
      await examined.stop();
      expect(Object.values(running).flatMap((files) => [...files.keys()]).filter((file) => file.endsWith('log.db-wal'))).not.toEqual([]);
      for (const places of [running, await examined.kept()]) {
        for (const [name, files] of Object.entries(places)) {
          expect(leaksIn(`a file of the ${name}`, files, ledger, true)).toEqual([]);
          // The search finds what is there.
          expect({ name, found: plainMarksIn(files, ledger) > 100 }).toEqual({ name, found: true });
        }
      }
      for (const [what, text] of Object.entries(examined.written())) {
        expect(text.length).toBeGreaterThan(100_000);
        expect(leaksIn(what, new Map([['', Buffer.from(text)]]), ledger, false)).toEqual([]);
      }
    }, 300_000);
  });
}
