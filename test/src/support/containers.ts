import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SOCKETS = ['/var/run/docker.sock', join(homedir(), '.docker/run/docker.sock'), join(homedir(), '.docker/desktop/docker.sock'), join(process.env['XDG_RUNTIME_DIR'] ?? '/nowhere', 'docker.sock'), `/run/user/${process.getuid?.() ?? ''}/docker.sock`];

/** Undefined where a container engine answers; otherwise why there is none, in a few words. Cheap where no engine can be. */
export async function noContainers(): Promise<string | undefined> {
  const mayBe = process.platform === 'win32' || process.env['DOCKER_HOST'] !== undefined || existsSync(join(homedir(), '.testcontainers.properties')) || SOCKETS.some((socket) => existsSync(socket));
  if (!mayBe) return 'no container engine was found';
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
