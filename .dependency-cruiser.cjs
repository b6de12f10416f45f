// The folder table of the architecture, kept true. What a package may import of ours; to change a line here is to
// change the architecture, so it comes with a decision record. (packages/sqlite: the one door to SQLite.)
const mayImport = {
  sqlite: [],
  contracts: [],
  referral: ['contracts'],
  'event-store': ['sqlite'],
  'event-bus': ['event-store', 'sqlite'],
  vault: ['contracts', 'sqlite'],
  'service-kit': ['contracts', 'referral', 'event-store', 'event-bus', 'vault', 'client', 'sqlite'],
  'agency-kit': ['contracts', 'referral', 'event-store', 'event-bus', 'vault', 'service-kit', 'sqlite'],
  client: ['contracts'],
};

// A library that shapes what depends on it, and the one place that may. Tests of other folders go through that place.
const onlyIn = {
  'better-sqlite3': ['packages/sqlite/'],
  gb2260: ['packages/contracts/'],
  express: ['packages/service-kit/', 'test/src/bench/'], // bench: what the services are measured against
  '@eventstore/db-client': ['packages/event-store/src/eventstoredb/', 'test/src/fakes/eventstoredb/'], // the fake: what the protocol is made of
  'pinyin-pro': ['packages/vault/src/finding/'],
  kafkajs: ['packages/event-bus/src/kafka/', 'test/src/bench/', 'test/src/faults/distributed/kafka/'], // bench: what the relay and the consumers are measured against; faults: what is examined and disturbed past the adapter
};

const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const anyOf = (names) => `(?:${names.join('|')})`;
// Tests, and what a package keeps for tests of its own and of others.
const isTest = '\\.test\\.ts$|/src/testing/';

const packages = Object.entries(mayImport).map(([name, allowed]) =>
  error(
    `${name}-imports`,
    `packages/${name} may import ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')}`,
    { path: `^packages/${name}/` },
    { path: '^(?:packages|services|test|infra)/', pathNot: `^packages/${anyOf([name, ...allowed])}/` },
  ),
);

const libraries = Object.entries(onlyIn).map(([library, places]) =>
  error(
    `only-one-${library.replace(/\W+/g, '-').replace(/^-/, '')}`,
    `${library} is imported in ${places.join(' and ')} only`,
    { pathNot: `^${anyOf(places)}` },
    // By its place in node_modules, or by bare name where it is not installed; its types count as well.
    { path: `(?:^|/node_modules/|^@types/|/node_modules/@types/)${library}(?:/|$)` },
  ),
);

module.exports = {
  forbidden: [
    ...packages,
    ...libraries,
    error(
      'package-without-a-line',
      'a new package gets its line in the table first',
      { path: '^packages/', pathNot: `^packages/${anyOf(Object.keys(mayImport))}/` },
      {},
    ),
    error(
      'event-bus-knows-the-store-by-type',
      'the bus is given a store; it never makes one',
      { path: '^packages/event-bus/', pathNot: isTest },
      { path: '^packages/event-store/', dependencyTypesNot: ['type-only'] },
    ),
    error(
      'services-apart',
      'services never import one another; standalone starts them all',
      { path: '^services/([^/]+)/', pathNot: '^services/standalone/' },
      { path: '^(?:services|test|infra)/', pathNot: '^services/$1/' },
    ),
    error(
      'nothing-needs-tests',
      'what stands in for another server, and all else in test, is neither shipped nor needed to run',
      { pathNot: '^test/' },
      { path: '^test/' },
    ),
    error(
      'standalone-imports',
      'standalone starts services; it takes nothing from what builds and installs',
      { path: '^services/standalone/' },
      { path: '^infra/' },
    ),
    error(
      'sqlite-is-for-stores',
      'of the services only audit and data protection keep a database of their own making',
      { path: '^services/', pathNot: '^services/(?:audit|data-protection)/' },
      { path: '^packages/sqlite/' },
    ),
    error(
      'infra-stands-alone',
      'what installs and checks the rest cannot need the rest',
      { path: '^infra/' },
      { path: '^(?:packages|services|test)/' },
    ),
    error(
      'threads-of-projections-serve-nobody',
      'what a projection runs in its thread brings no HTTP, tokens or logs along, nor the vault itself: each thread would load all of it again',
      { path: '^services/[^/]+/src/modules\\.ts$|^packages/agency-kit/src/worklist/projection\\.ts$|^packages/event-bus/src/worker/thread\\.ts$' },
      { path: '^packages/(?:service-kit/src/(?!runtime|process/projection-runtime|observe/projection-traces)|vault/src/local-vault)', reachable: true },
    ),
    error(
      'by-name',
      'another package is imported by its name, through what it exports',
      { path: '^(packages|services)/([^/]+)/' },
      { path: '^(?:packages|services)/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    ),
    error(
      'rules-are-pure',
      'packages/referral decides; time, ids and randomness arrive in the context, and it does no I/O',
      { path: '^packages/referral/', pathNot: isTest },
      { dependencyTypes: ['core'] },
    ),
    error(
      'ends-somewhere',
      'an import that leads nowhere: not declared in package.json, or not exported by the other package',
      { pathNot: isTest },
      { couldNotResolve: true },
    ),
    error(
      'shipped-without-tools',
      "the root's tools (jest, fast-check, the compiler) are not there where the hub runs",
      { path: '^(?:packages|services)/', pathNot: isTest },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    error('no-cycle', 'files that need one another are one file, or hide a third', {}, { circular: true }),
    error(
      'no-orphan',
      'a file that nothing reaches and that reaches nothing is dead',
      // Entries, declarations that the compiler picks up by itself, and what a browser loads.
      { orphan: true, pathNot: ['(?:^|/)(?:index|main)\\.ts$', '\\.d\\.ts$', isTest, '^infra/', '^packages/service-kit/pages/'] },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)dist/|^[^/]+/[^/]+/package\\.json$' },
    // `import type` is a dependency of the architecture like any other.
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    webpackConfig: { fileName: 'infra/workspace-sources.cjs' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
