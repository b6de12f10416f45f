interface Written {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What somebody may write into a case past the hub, made of the envelope of what stands there. */
export interface Poison {
  readonly what: string;
  readonly change: (envelope: Record<string, unknown>) => Written;
  /** Why projections set the case aside. */
  readonly reason: 'refused' | 'undecodable';
  /** The code with which commands on the case are answered; undefined where they go on. */
  readonly answer: 'history-unreadable' | 'upgrade-in-progress' | undefined;
}

const json = (envelope: Record<string, unknown>): Written => ({ type: String(envelope['type']), bytes: Buffer.from(JSON.stringify(envelope)) });

export const poisons: readonly Poison[] = [
  { what: 'that the rules forbid', change: json, reason: 'refused', answer: undefined },
  { what: 'whose bytes nobody can read', change: () => ({ type: 'guitu.case.found.v1', bytes: Buffer.from('\u0000 no event') }), reason: 'undecodable', answer: 'history-unreadable' },
  { what: 'of a type that only a newer hub knows', change: (envelope) => json({ ...envelope, type: 'guitu.case.carried-home-by-drone.v1' }), reason: 'undecodable', answer: 'upgrade-in-progress' },
];
