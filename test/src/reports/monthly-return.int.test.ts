import { rm } from 'node:fs/promises';
import { systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import type { Hub } from '@guitu/standalone';
import { temporaryDirectory, testConfig } from '../support/hub.js';
import { monthlyReturn } from './monthly-return.js';
import { register } from './shangjie-2016-08.js';

let directory: string;
let hub: Hub;
beforeAll(async () => {
  directory = await temporaryDirectory();
  hub = await startHub({ config: testConfig(directory), register, runtime: systemRuntime, port: () => 0, bornAt: Date.parse('2016-01-01T00:00:00+08:00') });
});
afterAll(async () => {
  await hub.close();
  await rm(directory, { recursive: true });
});

// An answer of the report waits by itself for what was written just before it.
monthlyReturn(() => ({ urls: hub.urls, counted: () => Promise.resolve() }));
