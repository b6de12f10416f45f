import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, realpath, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fileOf } from '../docs/document.js';

export const run = promisify(execFile);
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The pinned pnpm's script, where `npm test` keeps it. */
async function pnpm(): Promise<string> {
  const { pinnedPnpm } = (await import(fileOf('infra/bootstrap/pnpm.mjs').href)) as { pinnedPnpm(): Promise<string> };
  return await pinnedPnpm();
}

/**
 * Packs a package as it would be published and unpacks it into a project outside the workspace, with what it declares and nothing else beside it.
 * Dependencies of others are those that are installed already, so no registry is asked. Answers with the manifest that was packed.
 */
export async function installPacked(name: string, project: string): Promise<Manifest> {
  const folder = fileURLToPath(fileOf(`packages/${name}/`));
  const packed = join(project, `packed-${name}`);
  await mkdir(packed, { recursive: true });
  await run(process.execPath, [await pnpm(), 'pack', '--pack-destination', packed], { cwd: folder });
  const [tarball = ''] = await readdir(packed);
  const target = join(project, 'node_modules/@guitu', name);
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', join(packed, tarball), '-C', target, '--strip-components=1']);
  const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8')) as Manifest;
  for (const dependency of Object.keys(manifest.dependencies ?? {})) if (!dependency.startsWith('@guitu/')) await link(dependency, folder, project);
  return manifest;
}

/** Makes an installed library resolvable from the project. */
export async function link(library: string, from: string, project: string): Promise<void> {
  const installed = dirname(createRequire(join(from, 'package.json')).resolve(`${library}/package.json`));
  const place = join(project, 'node_modules', library);
  await mkdir(dirname(place), { recursive: true });
  await symlink(await realpath(installed), place);
}
