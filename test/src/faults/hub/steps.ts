import type { Moment } from './kill-order.js';

/** How a step is brought about, where agencies that write do not do so by themselves. */
export type Provocation = 'rebuild' | 'find' | 'looks' | 'reindex' | 'bulk';

/** A named step of the hub at which it is killed. */
export interface Step {
  readonly channel: string;
  readonly thread: 'main' | 'worker';
  readonly moments: readonly Moment[];
  /** The kill comes at one of the first so many times, drawn by chance. */
  readonly within: number;
  readonly provocation?: Provocation;
}

/** Before the work, and when its outcome is known and nobody has been told of it yet. */
const around: readonly Moment[] = ['start', 'end'];
/** The same of work that is awaited; `end` of it is where it first waits. */
const awaited: readonly Moment[] = ['start', 'end', 'asyncEnd'];

export const logSteps: readonly Step[] = [
  { channel: 'guitu.append', thread: 'main', moments: around, within: 60 },
  { channel: 'guitu.wal.checkpoint', thread: 'main', moments: around, within: 1 },
  { channel: 'guitu.wal.checkpoint', thread: 'worker', moments: around, within: 1, provocation: 'bulk' },
];

export const vaultSteps: readonly Step[] = [
  { channel: 'guitu.vault.seal', thread: 'main', moments: awaited, within: 40 },
  { channel: 'guitu.vault.fingerprint', thread: 'main', moments: awaited, within: 60 },
  { channel: 'guitu.vault.index', thread: 'main', moments: awaited, within: 20 },
  { channel: 'guitu.vault.open', thread: 'main', moments: awaited, within: 60 },
  { channel: 'guitu.vault.looked', thread: 'main', moments: around, within: 20 },
  { channel: 'guitu.vault.looks', thread: 'main', moments: around, within: 1, provocation: 'looks' },
  { channel: 'guitu.vault.find', thread: 'main', moments: around, within: 1, provocation: 'find' },
  { channel: 'guitu.vault.reindex', thread: 'main', moments: around, within: 1, provocation: 'reindex' },
];

export const projectionSteps: readonly Step[] = [
  { channel: 'guitu.projection.commit', thread: 'worker', moments: around, within: 60 },
  { channel: 'guitu.projection.rebuild', thread: 'worker', moments: awaited, within: 1, provocation: 'rebuild' },
  { channel: 'guitu.projection.switch', thread: 'worker', moments: around, within: 1, provocation: 'rebuild' },
];

/** Of a backup with projections and keys; its manifests are two. */
export const backupSteps: readonly Step[] = ['projections', 'log', 'looks', 'keys', 'wrap', 'manifest'].map((part) => ({ channel: `guitu.backup.${part}`, thread: 'main', moments: ['start', 'asyncEnd'], within: part === 'manifest' ? 2 : 1 }));

/** Of an erasure: from the approval to the end. */
export const erasureSteps: readonly Step[] = [
  ...['guitu.matter.approve', 'guitu.matter.destroy', 'guitu.matter.append', 'guitu.matter.done'].map((channel) => ({ channel, thread: 'main', moments: ['start', 'asyncEnd'], within: 1 }) as const),
  // An erasure reads the ledger when it is proposed and approved, and writes to it at both and at its end.
  { channel: 'guitu.vault.ledger', thread: 'main', moments: ['start', 'asyncEnd'], within: 4 },
  { channel: 'guitu.vault.record', thread: 'main', moments: ['start', 'asyncEnd'], within: 3 },
  { channel: 'guitu.vault.destroy', thread: 'main', moments: ['start', 'asyncEnd'], within: 1 },
];

/** Every step. */
export const steps = [...logSteps, ...vaultSteps, ...projectionSteps, ...backupSteps, ...erasureSteps];
