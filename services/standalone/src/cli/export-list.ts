import type { Runtime } from '@guitu/service-kit';
import { CommandError, exit } from './exit.js';

/** The list that an export goes along. */
export interface CaseList {
  /** Of the service that has it. */
  readonly url: string;
  /** The projection that it is read from: one that has lost its file serves the new one while that grows. */
  readonly projection: 'worklist' | 'audit';
  /** When the export began, milliseconds since 1970. */
  readonly begun: number;
  readonly runtime: Pick<Runtime, 'realNow' | 'sleep'>;
}

/** What `/readyz` says of one projection. */
interface Seen {
  readonly ok: boolean;
  readonly lagEvents?: number | null;
  readonly lagSeconds?: number;
}

const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/** Undefined while nobody knows. For what else a service may not be ready does not matter to a list. */
async function look({ url, projection }: CaseList): Promise<Seen | undefined> {
  try {
    const { checks } = (await (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) })).json()) as { readonly checks: { readonly projections?: Readonly<Record<string, Seen>> | false } };
    return checks.projections === false ? undefined : checks.projections?.[projection];
  } catch {
    return undefined;
  }
}

/** Resolves when the list has every case that was there when the export began: a moment behind is waited for. Throws `CommandError` for a list that is being built, or of which nobody knows. */
export async function listHasAll(list: CaseList): Promise<void> {
  const { url, begun, runtime } = list;
  for (const end = runtime.realNow() + PATIENCE_MS; ; await runtime.sleep(LOOK_AGAIN_MS)) {
    const asked = runtime.realNow();
    const seen = await look(list);
    // Whatever still waits was not there before.
    if (seen?.ok === true && (seen.lagSeconds ?? 0) * 1_000 <= asked - begun) return;
    if (seen?.ok !== false && runtime.realNow() < end) continue;
    throw new CommandError(exit.hub, seen === undefined ? `${url}/readyz does not say whether the list of cases is whole. Ask again when it does.` : `The list of cases is being built, or behind the log: ${seen.lagEvents ?? 'an unknown number of'} events wait. Export again when they do not: ${url}/readyz.`);
  }
}
