import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Client, ServiceName } from '@guitu/client';
import type { OwnCredentials } from './export-credentials.js';
import { readCredentials } from './export-credentials.js';
import { fileSink, lookThrough } from './export-file.js';
import type { Resumption, Sink } from './export-file.js';
import { listHasAll } from './export-list.js';
import type { CaseList } from './export-list.js';
import { CommandError, exit } from './exit.js';
import type { Exit } from './exit.js';
import type { Terminal } from './terminal.js';

export interface ExportOrder {
  readonly organisation: string;
  readonly credentials: string | undefined;
  readonly out: string | undefined;
  readonly resume: boolean;
  readonly after: string | undefined;
  /** The human who asks. */
  readonly user: string | undefined;
  readonly issuer: string | undefined;
  readonly url: string | undefined;
}

const PAGE = 100;
/** Cases that are asked for at a time: bounds memory, and leaves the hub to its work. */
const AT_ONCE = 4;

/** Who a token speaks for. The issuer has checked it; here it only says which service to ask. */
async function speaksFor(issuer: string, { clientId, clientSecret }: OwnCredentials): Promise<{ readonly org: string; readonly role: string }> {
  let response: Response;
  try {
    response = await fetch(`${issuer}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }) });
  } catch (cause) {
    throw new CommandError(exit.hub, `The issuer ${issuer} does not answer. Start the hub, or name it with --issuer.`, { cause });
  }
  const body = (await response.json().catch(() => ({}))) as { access_token?: string };
  if (body.access_token === undefined) throw new CommandError(exit.refused, 'The issuer refused the client: no such client, a wrong secret, or disabled.');
  return JSON.parse(Buffer.from(body.access_token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { org: string; role: string };
}

interface Source {
  readonly client: Client;
  readonly service: ServiceName;
  readonly user: string | undefined;
  readonly list: CaseList;
  /** What is asked of one case. */
  readonly view: (caseId: string) => string;
}

async function openSource(order: ExportOrder, terminal: Terminal): Promise<Source> {
  const [{ createClient }, { loadConfig, portOf, systemRuntime }] = await Promise.all([import('@guitu/client'), import('@guitu/service-kit')]);
  const config = loadConfig(terminal.environment);
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  const credentials = readCredentials(order.organisation, order.credentials, terminal.environment);
  const issuer = (order.issuer ?? `http://${host}:${portOf(config, 'issuer')}`).replace(/\/$/u, '');
  const { org, role } = await speaksFor(issuer, credentials);
  if (org !== order.organisation) throw new CommandError(exit.refused, `These credentials are those of ${org}, not of ${order.organisation}.`);
  const services: readonly string[] = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit'];
  if (!services.includes(role)) throw new CommandError(exit.refused, `An organisation of the kind ${role} has no cases to export.`);
  const service = role as ServiceName;
  const url = (order.url ?? `http://${host}:${portOf(config, service)}`).replace(/\/$/u, '');
  const baseUrls = { issuer, police: url, hospital: url, station: url, 'elder-care': url, 'civil-affairs': url, audit: url };
  const client = createClient({ baseUrls, runtime: systemRuntime, ...credentials, audience: `guitu-${role}`, language: 'en' });
  const list = { url, projection: role === 'audit' ? 'audit' : 'worklist', begun: systemRuntime.realNow(), runtime: systemRuntime } as const;
  return { client, service, user: order.user, list, view: (caseId) => (role === 'audit' ? `/cases/${caseId}/history` : `/cases/${caseId}`) };
}

/** A case that the organisation lost between the list and the question is left out, as it would be from a new list. */
async function caseLine({ client, service, user, view }: Source, caseId: string): Promise<string | undefined> {
  try {
    return JSON.stringify({ kind: 'case', caseId, case: await client.get(service, view(caseId), {}, user === undefined ? {} : { user }) });
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return undefined;
    throw error;
  }
}

interface Page {
  readonly cases: readonly { readonly caseId: string }[];
  readonly next?: string;
}
const pageAt = ({ client, service }: Source, cursor: string | undefined): Promise<Page> => client.get<Page>(service, '/cases', { limit: PAGE, cursor });

/** Cases from there on, for the bar: a list is asked for quickly, a case is not. */
async function countFrom(source: Source, start: string | undefined): Promise<number> {
  let count = 0;
  for (let cursor = start; ; ) {
    const { cases, next } = await pageAt(source, cursor);
    count += cases.length;
    if (next === undefined) return count;
    cursor = next;
  }
}

async function writePages(source: Source, from: Resumption, sink: Sink, terminal: Terminal, reached: (cases: number, next: string | undefined) => void): Promise<number> {
  let { cases } = from;
  let looked = from.cases;
  let total = looked + (await countFrom(source, from.next));
  for (let cursor = from.next; ; ) {
    const page = await pageAt(source, cursor);
    // Asked after each page, because the list may have been lost and begun anew before it was read.
    await listHasAll(source.list);
    const after = looked + page.cases.length;
    // Cases that were opened since they were counted come at the end, so there it is counted anew: the bar says 100 % when nothing follows.
    if (after >= total) total = after + (page.next === undefined ? 0 : await countFrom(source, page.next));
    for (let at = 0; at < page.cases.length; at += AT_ONCE) {
      const lines = await Promise.all(page.cases.slice(at, at + AT_ONCE).map(({ caseId }) => caseLine(source, caseId)));
      for (const line of lines) {
        if (line === undefined) continue;
        await sink.write(line);
        cases += 1;
      }
      looked += lines.length;
      terminal.progress('cases', looked, total);
    }
    if (page.next === undefined) return cases;
    cursor = page.next;
    await sink.write(JSON.stringify({ kind: 'page', next: cursor }));
    reached(cases, cursor);
  }
}

function outputSink(): Sink {
  return {
    write: async (line) => {
      if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
    },
    close: () => undefined,
  };
}

/** Writes the export, with a last line that says whether it is whole. Memory holds a few cases at a time. */
export async function performExport(order: ExportOrder, terminal: Terminal): Promise<Exit> {
  const { out, resume, after } = order;
  if (out !== undefined && !resume && existsSync(out)) throw new CommandError(exit.refused, `${out} is there already. Go on with it by --resume, or name another file.`);
  const from: Resumption = out !== undefined && resume ? await lookThrough(out) : { bytes: 0, next: after, cases: 0, complete: false };
  if (from.complete) {
    terminal.note(`${out ?? ''} is complete already: ${from.cases} cases.`);
    return exit.done;
  }
  const source = await openSource(order, terminal);
  await listHasAll(source.list);
  const sink = out === undefined ? outputSink() : fileSink(out, from.bytes);
  let [written, next] = [from.cases, from.next];
  try {
    const cases = await writePages(source, from, sink, terminal, (count, cursor) => ([written, next] = [count, cursor]));
    await sink.write(JSON.stringify({ kind: 'end', complete: true, cases }));
    return exit.done;
  } catch (error) {
    await sink.write(JSON.stringify({ kind: 'end', complete: false, cases: written, ...(next === undefined ? {} : { next }) }));
    throw new CommandError(exit.failed, `The export is not whole: ${(error instanceof Error ? error.message : String(error)).replace(/\.$/u, '')}. ${out === undefined ? 'Go on with --after.' : 'Go on with --resume.'}`, { cause: error });
  } finally {
    sink.close();
    source.client.close();
  }
}
