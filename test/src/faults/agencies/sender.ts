import type { CaseView } from '@guitu/contracts';
import { httpTransport } from '@guitu/client';
import type { BaseUrls, CommandAnswer, ProblemDocument, TransportRequest, TransportResponse } from '@guitu/client';
import { roleOf } from '../../support/register.js';
import type { OrganisationId } from '../../support/register.js';
import { fetchToken } from '../../support/token.js';
import type { Move } from './moves.js';

/** A move with what makes it one command: the same key is the same command, today and on the next hub. */
export interface Command extends Move {
  /** Absent: it opens a case. */
  readonly caseId?: string;
  readonly key: string;
}

/** What came back over the wire, whole. */
export type Answer =
  | { readonly kind: 'taken'; readonly status: 200 | 201; readonly etag: string | undefined; readonly body: CommandAnswer }
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfter: number | undefined; readonly body: ProblemDocument }
  /** The connection failed or was cut. Whether the command was recorded, nobody knows. */
  | { readonly kind: 'none' };

/** Speaks plain HTTP with a hub, wherever it listens now: no retry, no reading between the lines. Tokens outlive the hub that gave them. */
export class Sender {
  readonly #tokens = new Map<OrganisationId, Promise<string>>();
  readonly #transport = httpTransport({ timeout: 60_000 });

  async send(urls: BaseUrls, { by, name, caseId, body, key }: Command): Promise<Answer> {
    const path = caseId === undefined ? `/cases/${name}` : `/cases/${caseId}/${name}`;
    const response = await this.#ask(urls, by, { method: 'POST', url: new URL(path, urls[roleOf(by)]), headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key }, body: JSON.stringify(body) });
    if (response === undefined) return { kind: 'none' };
    const { status, headers } = response;
    if (status === 200 || status === 201) return { kind: 'taken', status, etag: headers['etag'], body: JSON.parse(response.body) as CommandAnswer };
    const asked = headers['retry-after'];
    return { kind: 'refused', status, retryAfter: asked === undefined ? undefined : Number(asked), body: JSON.parse(response.body) as ProblemDocument };
  }

  /** The case as one organisation sees it; undefined where no answer came or none may see it. */
  async view(urls: BaseUrls, by: OrganisationId, caseId: string): Promise<CaseView | undefined> {
    const response = await this.#ask(urls, by, { method: 'GET', url: new URL(`/cases/${caseId}`, urls[roleOf(by)]), headers: {} });
    return response?.status === 200 ? (JSON.parse(response.body) as CaseView) : undefined;
  }

  close(): void {
    this.#transport.close();
  }

  async #ask(urls: BaseUrls, by: OrganisationId, request: TransportRequest): Promise<TransportResponse | undefined> {
    try {
      const token = await this.#tokenOf(urls, by);
      const response = await this.#transport({ ...request, headers: { ...request.headers, Authorization: `Bearer ${token}`, 'Accept-Language': 'en' } });
      if (response.status === 401) this.#tokens.delete(by);
      return response;
    } catch {
      return undefined;
    }
  }

  #tokenOf(urls: BaseUrls, by: OrganisationId): Promise<string> {
    const known = this.#tokens.get(by);
    if (known !== undefined) return known;
    const asked = fetchToken(urls.issuer, by);
    this.#tokens.set(by, asked);
    asked.catch(() => this.#tokens.delete(by));
    return asked;
  }
}
