import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Refusal } from '../bootstrap/refusal.mjs';
import { run } from '../bootstrap/run.mjs';
import { answers } from './answers.mjs';
import { newClusterId } from './cluster-id.mjs';
import { java } from './java.mjs';
import { libraries } from './libraries.mjs';
import { asProperties, brokerSettings } from './settings.mjs';

const START_MS = 120_000;
const STOP_MS = 20_000;

/** Small, and quick to start rather than quick in the long run: the second compiler doubles the processor time of a start. */
const JVM = ['-Xms64m', '-Xmx400m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.showDateTime=true'];

/**
 * Starts a broker on loopback and resolves when it answers: `{ address, pid, ended, stop() }`.
 * `dataDirectory` is formatted the first time; the same directory on the same port is the same broker again. `port` 0 takes a free one.
 * `ended` resolves with a reason when the broker is gone, asked or not. Throws a Refusal for what the user can mend.
 */
export async function startBroker({ dataDirectory, port = 0 }) {
  const { file, version } = java();
  const folder = await libraries();
  const classes = [...JVM, '-cp', join(folder, '*')];
  const archive = archiveOf(join(folder, `java-${version}.jsa`));
  const home = resolve(dataDirectory);
  mkdirSync(home, { recursive: true });
  const settings = join(home, 'server.properties');
  const [clientPort, controllerPort] = await freePorts(port);
  writeFileSync(settings, asProperties(brokerSettings({ directory: join(home, 'log'), port: clientPort, controllerPort })));

  if (!existsSync(join(home, 'log/meta.properties'))) {
    const { code, output } = await run(file, [...classes, 'kafka.tools.StorageTool', 'format', '-t', newClusterId(), '-c', settings], { collect: true });
    if (code !== 0) throw new Refusal(`${home} could not be made a data directory of Kafka: ${lastLine(output)}`);
  }

  const log = join(home, 'broker.log');
  const output = openSync(log, 'w');
  // A group of its own: Ctrl-C at the terminal is for us, and we tell it.
  const child = spawn(file, [archive.flag, ...classes, 'kafka.Kafka', settings], { stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  const ended = new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(`it ended with ${signal ?? code}: ${lastLine(readFileSync(log, 'utf8'))}`));
  });
  const guard = guardOf(child.pid);
  void ended.then(() => {
    guard.kill('SIGKILL');
    archive.keep();
  });

  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  for (const until = Date.now() + START_MS; !(await answers(clientPort)); await after(100)) {
    if (isGone()) throw new Refusal(`the Kafka broker did not start (${log}): ${await ended}`);
    if (Date.now() > until) {
      child.kill('SIGKILL');
      throw new Refusal(`the Kafka broker did not answer within ${START_MS / 1000} s (${log}).`);
    }
  }

  return {
    address: `127.0.0.1:${clientPort}`,
    pid: child.pid,
    ended,
    /** Ends it: in good order, so that the next start is quick; at once with `now`, when nobody will want the data. */
    async stop({ now = false } = {}) {
      child.kill(now && !archive.isNew ? 'SIGKILL' : 'SIGTERM');
      const patience = new AbortController();
      const late = after(STOP_MS, undefined, { signal: patience.signal }).then(() => child.kill('SIGKILL'), () => undefined);
      await Promise.race([ended, late.then(() => ended)]);
      patience.abort();
    },
  };
}

/**
 * The loaded classes of an earlier broker, which halve the processor time of a start. The JVM writes them when it ends in good order, the first time;
 * one of another Java or of other archives it ignores.
 */
function archiveOf(file) {
  if (existsSync(file)) return { isNew: false, flag: `-XX:SharedArchiveFile=${file}`, keep: () => undefined };
  const partial = `${file}.${process.pid}`;
  return {
    isNew: true,
    flag: `-XX:ArchiveClassesAtExit=${partial}`,
    keep() {
      if (existsSync(file)) rmSync(partial, { force: true });
      else if (existsSync(partial)) renameSync(partial, file);
    },
  };
}

/**
 * Outlives us by an instant: when this process is gone, however it went, the read ends and the broker with it.
 * A JVM does not notice that by itself, and a killed process cannot clean up.
 */
function guardOf(pid) {
  return process.platform === 'win32'
    ? { kill: () => undefined }
    : spawn('/bin/sh', ['-c', `read _; kill -9 ${pid}`], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
}

/** The port asked for, or with 0 a free one, and another; a port that is taken is refused here, where it can be said in one line. */
export async function freePorts(port) {
  const servers = [await (port === 0 ? listenAnywhere() : listen(port)), await listenAnywhere()];
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

// Below those that systems give to outgoing connections: one of these would take the port of a broker that is down, and the broker could not come back.
const [lowest, highest] = [10_000, 32_000];

async function listenAnywhere() {
  for (let tries = 100; ; tries -= 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    const server = await listen(port).catch((error) => (tries > 1 ? undefined : Promise.reject(error)));
    if (server !== undefined) return server;
  }
}

const listen = (port) =>
  new Promise((listening, reject) => {
    const server = createServer();
    server.once('error', () => reject(new Refusal(`port ${port} of 127.0.0.1 is taken; give another one to Kafka (--port N).`)));
    server.listen({ port, host: '127.0.0.1' }, () => listening(server));
  });

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';
