import { smallLog } from '../log/small-log.js';
import { newNamespace } from '../processes/brokers.js';
import { withPrograms } from '../processes/programs.js';
import { ofCases } from '../report/scale.js';
import type { Row } from '../row.js';
import { compareRuns } from '../runs.js';

/** The worklist's projection fed by Kafka, beside a bare consumer of the same messages. */
export const consumer: Row = {
  key: 'consumer',
  run: async (bench) => {
    const brokers = await bench.brokers();
    const { file, register, cases } = await smallLog(bench);
    return withPrograms(bench.scratch, async (programs) => {
      const namespace = newNamespace();
      const { run } = await programs.relay({ brokers, namespace, file });
      // Once: what came twice the projection would drop, and the limit would not.
      const { events } = await run();
      const subject = await programs.kafkaWorklist({ brokers, namespace, file, register });
      const limit = await programs.consuming({ brokers, namespace });
      return compareRuns(bench.rounds, { name: 'worklist, from Kafka to its rows', scale: ofCases(cases) }, subject.run, () => limit.run(events));
    });
  },
};
