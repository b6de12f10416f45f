import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from '@guitu/event-store';
import { z } from 'zod';
import { replaceFile } from '../replace-file.js';

/** Number of this layout of backups. */
export const BACKUP_FORMAT = 1;

const hex = z.string().regex(/^[0-9a-f]{64}$/u);
const instant = z.iso.datetime();
export const backedUpFile = z.strictObject({
  /** Relative to the manifest. */
  path: z.string().regex(/^[\w.-]+(?:\/[\w.-]+)?$/u),
  bytes: z.int().min(0),
  sha256: hex,
});
export type BackedUpFile = z.output<typeof backedUpFile>;

const common = { format: z.literal(BACKUP_FORMAT), backupId: z.uuid(), hubId: z.string(), takenAt: instant, files: z.array(backedUpFile).min(1) };
const logHead = z.strictObject({ position: z.string().regex(/^\d{20}$/u).transform((text) => text as Position), eventId: z.string(), sha256: hex });

export const logManifest = z.strictObject({ ...common, kind: z.literal('log'), storeId: z.string(), epoch: z.int().min(0), events: z.int().min(1), head: logHead });
export const keysManifest = z.strictObject({ ...common, kind: z.literal('keys'), persons: z.int().min(0), erased: z.int().min(0) });
export type LogManifest = z.output<typeof logManifest>;
export type KeysManifest = z.output<typeof keysManifest>;

/** A backup that cannot be restored from, in one sentence. */
export class BackupUnusable extends Error {
  override readonly name = 'BackupUnusable';
}

export const manifestFile = (directory: string): string => join(directory, 'manifest.json');

/** The last file of a backup: until it stands there under its name, there is no backup. */
export function writeManifest(directory: string, manifest: LogManifest | KeysManifest): void {
  replaceFile(manifestFile(directory), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** Throws `BackupUnusable` where there is no finished backup of that kind. */
export function readManifest<S extends typeof logManifest | typeof keysManifest>(directory: string, schema: S): z.output<S> {
  const kind = schema.shape.kind.value;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(manifestFile(directory), 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new BackupUnusable(`There is no finished backup in ${directory}: manifest.json is missing. It was cut off, or this is another directory.`, { cause });
    throw new BackupUnusable(`The manifest of ${directory} cannot be read. Take another backup.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as z.output<S>;
  const [issue] = parsed.error.issues;
  throw new BackupUnusable(`The manifest of ${directory} is not that of a backup of ${kind === 'log' ? 'the log' : 'keys'} in format ${BACKUP_FORMAT} (${issue?.path.join('.') ?? ''}).`);
}
