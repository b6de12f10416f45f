import { chanceOf } from '../support/seed.js';
import { startEmbedded } from './embedded.js';
import { examine } from './examination.js';
import type { ExaminedHub } from './examined-hub.js';
import { leaksIn } from './exits/files.js';

/** What each of the modules in `leaks` does, and what the examination says of it. */
const spoiled: readonly (readonly [what: string, module: string, told: RegExp])[] = [
  ['a line too many in the disclosure table', 'a-class-too-many', /^(police|elder-care|civil-affairs) at .+ GET \/cases\/\{caseId\} shows .+: health \(full\), of which nothing may be shown$/u],
  ['a field in a log line', 'a-line-in-the-log', /^the log lines .*holds found\.person\.name \(identity\)$/u],
  ['a file beside the log', 'a-file-beside-the-log', /^a file .*opened\.cache holds /u],
  ['a header that repeats what was asked', 'a-header-that-repeats', /^the answer to a value in the path of .+ shows a request that is refused/u],
];

describe('a hub that leaks on purpose', () => {
  let spoilt: ExaminedHub;
  let findings: readonly string[];
  beforeAll(async () => {
    spoilt = await startEmbedded(spoiled.map(([, module]) => new URL(`./leaks/${module}.js`, import.meta.url)));
    const { reading, ledger } = await examine({ ...spoilt, chance: chanceOf('planted values in a hub that leaks'), lifecycles: 6, thorough: false });
    await spoilt.stop();
    findings = [
      ...reading.findings,
      ...Object.entries(spoilt.written()).flatMap(([what, text]) => leaksIn(what, new Map([['', Buffer.from(text)]]), ledger, false)),
      ...Object.values(await spoilt.kept()).flatMap((files) => leaksIn('a file', files, ledger, true)),
    ];
  }, 600_000);
  afterAll(() => spoilt.remove());

  test.each(spoiled)('is found to have %s', (_what, _module, told) => {
    expect(findings.filter((finding) => told.test(finding)).length > 0 || findings.slice(0, 40)).toBe(true);
  });
});
