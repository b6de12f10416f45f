// A Kafka broker on this machine, for trying out and for tests: `npm run kafka:local`, or as a child of another program.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { Refusal } from '../bootstrap/refusal.mjs';
import { root } from '../bootstrap/workspace.mjs';
import { startBroker } from './broker.mjs';
import { java } from './java.mjs';
import { libraries } from './libraries.mjs';

const USAGE = `usage: npm run kafka:local -- [--data DIR] [--port N] [--json] [--throw-away] [--fetch]
  --data DIR     its data directory (data/kafka)
  --port N       its port on 127.0.0.1 (9092); 0 takes a free one
  --json         prints its address as one line of JSON when it answers, and ends when standard input does
  --throw-away   deletes the data directory at the end
  --fetch        fetches the broker's archives if they are not here, and ends`;

/** Runs a broker until Ctrl-C, a SIGTERM or, with --json, the end of standard input. Throws a Refusal for what the user can mend. */
export async function kafkaLocal(args) {
  const options = parse(args);
  if (options.fetch) {
    java();
    await libraries();
    return;
  }
  const broker = await startBroker({ dataDirectory: options.data, port: options.port });
  let asked = false;
  const stop = async () => {
    asked = true;
    await broker.stop({ now: options['throw-away'] });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
  if (options.json) {
    process.stdin.resume().on('close', () => void stop());
    console.log(JSON.stringify({ brokers: [broker.address], pid: broker.pid }));
  } else {
    console.log(`Kafka answers at ${broker.address} (data in ${options.data}). Ctrl-C ends it.\nKAFKA_BROKERS=${broker.address}`);
  }
  const why = await broker.ended;
  if (options['throw-away']) rmSync(options.data, { recursive: true, force: true });
  process.exitCode = asked ? 0 : 1;
  if (!asked) console.error(`guitu: the Kafka broker is gone: ${why}`);
  process.stdin.destroy();
}

function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string', default: `${root}/data/kafka` },
        port: { type: 'string', default: '9092' },
        json: { type: 'boolean', default: false },
        'throw-away': { type: 'boolean', default: false },
        fetch: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError(`"${values.port}" is no port.`);
    return { ...values, port };
  } catch (error) {
    throw new Refusal(`${error.message}\n${USAGE}`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  kafkaLocal(process.argv.slice(2)).catch((error) => {
    if (!(error instanceof Refusal)) throw error;
    console.error(`guitu: ${error.message}`);
    process.exit(1);
  });
}
