import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { constantTime } from './infra/lint/constant-time.mjs';

// Everything that is not deterministic comes in through one object, so that the whole hub can run in a simulation.
const clock = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Take the time from the runtime.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from the runtime.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Take the time from the runtime.' },
];
const guesses = [
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Take randomness from the runtime.' },
];
// What is waited for outside an adapter must be waited for in the simulation's one queue.
const timers = [
  { selector: 'Identifier[name=/^set(Timeout|Interval|Immediate)$/]', message: 'Wait by the runtime.' },
  { selector: 'ImportDeclaration[source.value=/^(node:)?timers/]', message: 'Wait by the runtime.' },
];
const randomness = [
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?crypto$/] ImportSpecifier[imported.name=/^(random|getRandomValues|webcrypto)/]',
    message: 'Take ids and randomness from the runtime.',
  },
  {
    selector: 'MemberExpression[object.name=/crypto$/i][property.name=/^(random|getRandomValues)/]',
    message: 'Take ids and randomness from the runtime.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?crypto$/] :matches(ImportNamespaceSpecifier, ImportDefaultSpecifier)',
    message: 'Import what is needed from node:crypto by name, so that a use of randomness can be seen.',
  },
];
const allow = (...banned) => ({ 'no-restricted-syntax': banned.length === 0 ? 'off' : ['error', ...banned] });

const tests = ['**/*.test.ts', '**/testing/**/*.ts', 'test/src/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.guitu/**', 'data/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'max-lines': ['warn', { max: 300 }],
      'no-unused-vars': 'off', // the rule of typescript-eslint below knows about types
      'no-control-regex': 'off', // refusing control characters takes naming them
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        AbortController: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        describe: 'readonly',
        test: 'readonly',
        expect: 'readonly',
      },
    },
  },
  {
    // Runs in the browser.
    files: ['packages/service-kit/pages/*.js'],
    languageOptions: { sourceType: 'script', globals: { SwaggerUIBundle: 'readonly', crypto: 'readonly', document: 'readonly', fetch: 'readonly' } },
  },
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.cjs'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['{packages,services}/*/src/**/*.ts', 'test/src/**/*.ts'],
    extends: [tseslint.configs.eslintRecommended],
    languageOptions: { parserOptions: { project: 'infra/tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      // A `default` is a decision about all that is not named; without one, every member must be named.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      ...allow(...clock, ...guesses, ...randomness, ...timers),
    },
  },
  { files: ['packages/vault/src/**/*.ts'], rules: allow(...clock, ...guesses, ...timers) }, // mints roots, keys and nonces
  { files: ['packages/vault/src/keys/group-writer.ts', 'packages/vault/src/remote/grouped.ts'], rules: allow(...clock, ...guesses, ...randomness) }, // commit and send at the next turn, unless told when
  { files: ['packages/event-store/src/{sqlite,eventstoredb}/**/*.ts'], rules: allow(...clock, ...guesses) }, // mint the id of a store; commits, checkpoints and servers keep the machine's time
  { files: ['packages/event-bus/src/kafka/**/*.ts'], rules: allow(...clock, ...guesses) }, // deadlines and heartbeats of a network client; a group for each run
  { files: ['packages/event-store/src/feed/*.ts', 'services/audit/src/sealed/vault-channel.ts', 'packages/vault/src/remote/exchange.ts'], rules: allow(...clock, ...guesses, ...randomness) }, // between threads and processes
  { files: ['packages/service-kit/src/runtime.ts'], rules: allow() }, // the one object
  { files: ['packages/client/src/system-runtime.ts'], rules: allow() }, // the same, for programs outside the hub
  // What the bus calls a fingerprint is that of a projection's code, and no secret.
  { files: ['{packages,services}/*/src/**/*.ts', 'infra/**/*.mjs'], ignores: ['packages/event-bus/**'], plugins: { guitu: { rules: { 'constant-time': constantTime } } }, rules: { 'guitu/constant-time': 'error' } },
  {
    files: tests,
    rules: {
      ...allow(),
      'guitu/constant-time': 'off',
      // What a test has just put into an array is there.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
