import { sampleSecret } from '@guitu/service-kit';

/** What the tests read of an erasure, a restriction or a lifting. */
export interface MatterSeen {
  readonly id: string;
  readonly state: 'proposed' | 'refused' | 'approved' | 'done';
  readonly persons: readonly string[];
  readonly against: readonly { readonly code: string; readonly caseId: string; readonly ends?: string }[];
  readonly linkedSince: readonly string[];
  readonly code?: string;
}

export interface Answered<T = MatterSeen> {
  readonly status: number;
  readonly body: T;
}

/** One human at the data-protection office, or somebody else who tries. */
export interface Official {
  get<T>(service: 'data-protection' | 'audit', path: string): Promise<Answered<T>>;
  search(body: object): Promise<Answered<{ readonly cases: readonly { readonly caseId: string }[] }>>;
  propose(kind: Kind, body: object, key?: string): Promise<Answered>;
  /** `now`: an instant of the business clock. */
  approve(kind: Kind, id: string, now?: string): Promise<Answered>;
  refuse(kind: Kind, id: string, reason: string): Promise<Answered>;
  view(kind: Kind, id: string): Promise<Answered>;
}
export type Kind = 'erasures' | 'restrictions' | 'liftings';

type Urls = Readonly<Record<'issuer' | 'audit' | 'data-protection', string>>;

/** A human by the client that sends for them. The name is what that client says. */
export function official(urls: Urls, client: string, user?: string): Official {
  let token: Promise<string> | undefined;
  const newToken = async (): Promise<string> => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: sampleSecret(client) });
    const answer = await fetch(`${urls.issuer}/oauth/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  async function send<T>(url: string, body?: object, { key = crypto.randomUUID(), now }: { readonly key?: string | undefined; readonly now?: string | undefined } = {}): Promise<Answered<T>> {
    const headers: Record<string, string> = { authorization: `Bearer ${await (token ??= newToken())}`, 'accept-language': 'en', ...(user === undefined ? {} : { 'guitu-user': encodeURIComponent(user) }), ...(now === undefined ? {} : { 'guitu-now': now }) };
    if (body !== undefined) Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': key });
    const answer = await fetch(url, { method: body === undefined ? 'GET' : 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as T };
  }
  const at = (kind: Kind, rest = ''): string => `${urls['data-protection']}/${kind}${rest}`;
  return {
    get: (service, path) => send(`${urls[service]}${path}`),
    search: (body) => send(`${urls.audit}/search`, body),
    propose: (kind, body, key) => send(at(kind), body, { key }),
    approve: (kind, id, now) => send(at(kind, `/${id}/approved`), {}, { now }),
    refuse: (kind, id, reason) => send(at(kind, `/${id}/refused`), { reason }),
    view: (kind, id) => send(at(kind, `/${id}`)),
  };
}

/** Two humans, each with a client of their own. */
export const officials = (urls: Urls): { readonly li: Official; readonly zhao: Official; readonly auditor: Official } => ({
  li: official(urls, 'data-protection', '李秀兰'), zhao: official(urls, 'data-protection-second', '赵振华'), auditor: official(urls, 'audit-shaanxi'),
});

/** Erases, restricts or lifts by two pairs of eyes. Throws where it is not done in the end. */
export async function decide(urls: Urls, kind: Kind, caseId: string): Promise<MatterSeen> {
  const { li, zhao } = officials(urls);
  const { body } = await li.propose(kind, { caseId, ground: 'person-asked' });
  const approved = await zhao.approve(kind, body.id);
  if (approved.body.state !== 'done') throw new Error(`of the ${kind} this is ${approved.body.state ?? approved.body.code ?? approved.status}`);
  return approved.body;
}
export const erase = (urls: Urls, caseId: string): Promise<MatterSeen> => decide(urls, 'erasures', caseId);
