import { createHash } from 'node:crypto';
import { createReadStream, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { BackedUpFile } from './manifest.js';
import { BackupUnusable } from './manifest.js';

export type Progress = (label: string, done: number, total: number) => void;

/** Reads a file through, in pieces. */
export async function describeFile(directory: string, path: string, onBytes: (bytes: number) => void = () => undefined): Promise<BackedUpFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(join(directory, path), { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
    onBytes(piece.length);
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Every file as the manifest has it, byte for byte. Throws `BackupUnusable` that names the first one which is not. */
export async function checkFiles(directory: string, files: readonly BackedUpFile[], progress: Progress): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const file of files) {
    const path = join(directory, file.path);
    if (!existsSync(path)) throw new BackupUnusable(`${path} is missing from the backup.`);
    if (statSync(path).size !== file.bytes) throw new BackupUnusable(`${path} is damaged: it has ${statSync(path).size} bytes, and the manifest says ${file.bytes}.`);
    const found = await describeFile(directory, file.path, (bytes) => progress('checking the backup', (done += bytes), total));
    if (found.sha256 !== file.sha256) throw new BackupUnusable(`${path} is damaged: its SHA-256 is not that of the manifest.`);
  }
}

/** True for a directory that is not there or holds nothing. */
export const isFree = (directory: string): boolean => !existsSync(directory) || (statSync(directory).isDirectory() && readdirSync(directory).length === 0);

/** Why a new directory cannot be put there as a whole, by a rename; undefined where it can. */
export function whyNoPlace(directory: string): string | undefined {
  const there = lstatSync(directory, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() === true) return `${directory} is a symbolic link. Name the directory itself.`;
  if (!isFree(directory)) return `${directory} is not empty, and a restore overwrites nothing. Name a new directory.`;
  if (there !== undefined && there.dev !== statSync(dirname(resolve(directory))).dev) return `${directory} is where a disk is mounted. Name a new directory in it.`;
  return undefined;
}

/** True where `inner` is `outer` or lies in it. */
export function liesIn(inner: string, outer: string): boolean {
  const way = relative(resolve(outer), resolve(inner));
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && resolve(outer, way) === resolve(inner));
}

export const privateDirectory = (directory: string): Promise<unknown> => mkdir(directory, { recursive: true, mode: 0o700 });
