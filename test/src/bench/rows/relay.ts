import { RELAY_PAGE } from '@guitu/event-bus';
import { smallLog } from '../log/small-log.js';
import { newNamespace } from '../processes/brokers.js';
import { withPrograms } from '../processes/programs.js';
import { ofCases } from '../report/scale.js';
import type { Row } from '../row.js';
import { compareRuns } from '../runs.js';

/** The relay from a store's feed to a broker, beside a bare producer. */
export const relay: Row = {
  key: 'relay',
  run: async (bench) => {
    const brokers = await bench.brokers();
    const { file, cases } = await smallLog(bench);
    return withPrograms(bench.scratch, async (programs) => {
      const subject = await programs.relay({ brokers, namespace: newNamespace(), file });
      const limit = await programs.producing({ brokers, namespace: newNamespace(), file, batch: RELAY_PAGE });
      return compareRuns(bench.rounds, { name: 'relay, from the log to Kafka', scale: ofCases(cases) }, subject.run, limit.run);
    });
  },
};
