import type { RegisterData, Role } from '@guitu/contracts';
import type { EventFeed, EventReader } from '@guitu/event-store';
import { createRegister } from '@guitu/referral';
import type { Register } from '@guitu/referral';
import { fetchToken } from '../../support/token.js';
import { send } from '../../surface/http.js';
import type { Answer, Sent } from '../../surface/http.js';
import type { Caller } from '../oracle/oracle.js';

/** A running hub, in either profile: where its services are, and its log, read past them. */
export interface PlantedHub {
  readonly urls: Readonly<Record<string, string>>;
  readonly log: EventFeed & EventReader;
  readonly register: RegisterData;
}

/** What a test needs to know of everybody who can ask. */
export interface Everybody {
  readonly register: Register;
  /** Every organisation of the register that has a token. */
  readonly callers: readonly Caller[];
  callersOf(role: Role): readonly Caller[];
  /** Address of the service of that kind of organisation. */
  serviceOf(role: Role): string;
  ask(caller: string, request: Sent & { readonly supervisor?: boolean }): Promise<Answer>;
}

const PATIENCE = 40;

/** Callers with their tokens, fetched once. Whoever is told to come again (429, 503) comes again. */
export function everybodyAt({ urls, register: data }: PlantedHub): Everybody {
  const register = createRegister(data);
  const callers = register.all.map(({ id, role }): Caller => ({ organisation: id, role }));
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (organisation: string, scope: string): Promise<string> => {
    const key = `${organisation} ${scope}`;
    const token = tokens.get(key) ?? fetchToken(urls['issuer'] ?? '', organisation, scope);
    tokens.set(key, token);
    return token;
  };
  return {
    register,
    callers,
    callersOf: (role) => callers.filter((caller) => caller.role === role),
    serviceOf: (role) => urls[role] ?? urls['audit'] ?? '',
    ask: async (caller, { supervisor = false, headers = {}, ...request }) => {
      const token = await tokenOf(caller, supervisor ? 'sample-clock supervisor' : 'sample-clock');
      for (let tries = 1; ; tries += 1) {
        const answer = await send({ ...request, headers: { authorization: `Bearer ${token}`, 'accept-language': 'en', ...headers } });
        if ((answer.status !== 429 && answer.status !== 503) || tries === PATIENCE) return answer;
        // As long as the hub says: a pause of the client that is played.
        await new Promise((resolve) => setTimeout(resolve, Math.min(Number(answer.headers['retry-after'] ?? 1) * 1_000, 1_000)));
      }
    },
  };
}
