import type { Matter } from '@guitu/vault';

export type MatterState = 'proposed' | 'refused' | 'approved' | 'done';

export const stateOf = ({ refused, approved, recordedAt }: Matter): MatterState =>
  refused !== undefined ? 'refused' : approved === undefined ? 'proposed' : recordedAt === undefined ? 'approved' : 'done';

/** States in which somebody, or the hub, has still to do something. */
export const waitingStates = ['proposed', 'approved'] as const;

export interface Waiting {
  readonly kind: Matter['kind'];
  readonly state: (typeof waitingStates)[number];
}

export const waitingMatters = (matters: readonly Matter[]): readonly Waiting[] =>
  matters.flatMap((matter) => {
    const state = stateOf(matter);
    return state === 'proposed' || state === 'approved' ? [{ kind: matter.kind, state }] : [];
  });
