/* A process that runs the sample projection over a store's file until it is killed: argv is the file, the directory. */
import { runProjections } from '../projection/projections.js';
import type { ProjectionSource } from '../projection/source.js';
import { sqliteSource } from '../worker/embedded-source.js';
import { callModule } from '../worker/module-ref.js';
import { realRuntime } from './real-runtime.js';
import { sampleProjection } from './sample-projection.js';

const [file = '', directory = '', rebuild = ''] = process.argv.slice(2);
const projections = await runProjections({
  definitions: [sampleProjection()],
  source: await callModule<ProjectionSource>(sqliteSource(file)),
  directory,
  runtime: realRuntime(),
  onIncident: (incident) => void process.stdout.write(`${JSON.stringify(incident)}\n`),
});
process.stdout.write('running\n');
if (rebuild === 'rebuild') await projections.rebuild('sample');
