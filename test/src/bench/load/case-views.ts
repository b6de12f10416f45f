import type { Connection } from './connection.js';
import { tellHub } from './lifecycles.js';
import type { Target } from './lifecycles.js';
import { unexpected } from './not-carried.js';
import type { Story } from './stories.js';

/** A case as an organisation sees it that has acted in it. */
export interface CaseView {
  /** Origin of its service. */
  readonly url: string;
  readonly caseId: string;
  readonly token: string;
}

async function view(connection: Connection, { url, caseId, token }: CaseView): Promise<void> {
  const { status, body } = await connection.get({ url, path: `/cases/${caseId}`, headers: { authorization: `Bearer ${token}` } });
  if (status !== 200) throw unexpected(status, `a view of a case was answered ${status}: ${body}`);
}

/** Clients that look at one case after the other, all from the same pile, for ever. */
export function dealViews(views: readonly CaseView[]): () => (connection: Connection) => Promise<void> {
  let next = 0;
  return () => async (connection) => {
    const chosen = views[next % views.length];
    next += 1;
    if (chosen !== undefined) await view(connection, chosen);
  };
}

/** One story told to a hub, as clerks do: whoever acted last looks at the case before anything more is done. A request at each call. */
export function readBefore(target: Target, story: Story): (connection: Connection) => Promise<boolean> {
  let seen: CaseView | undefined;
  const tell = tellHub(target, story, (step, caseId) => {
    seen = { url: target.urls[step.service], caseId, token: target.tokens.get(step.organisation) ?? '' };
  });
  return async (connection) => {
    if (seen === undefined) return tell(connection);
    await view(connection, seen);
    seen = undefined;
    return true;
  };
}
