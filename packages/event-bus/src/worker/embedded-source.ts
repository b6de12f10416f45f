import { embeddedSource } from '../projection/source.js';
import type { ProjectionSource, ReadableStore } from '../projection/source.js';
import { callModule } from './module-ref.js';
import type { ModuleRef } from './module-ref.js';

/** Opens the store that the reference names (`openSqliteFeed`, say) and makes a source of it, in the thread that calls this. */
export async function openEmbeddedSource(store: ModuleRef): Promise<ProjectionSource> {
  const opened = await callModule<ReadableStore>(store);
  return { ...embeddedSource(opened), close: () => opened.close() };
}

/** The feed of the store that the reference names, as a source that a worker can load. */
export const feedSource = (store: ModuleRef): ModuleRef => ({ url: new URL('./embedded-source.js', import.meta.url).href, exportName: 'openEmbeddedSource', options: store });

/** The source of the embedded profile: a read-only connection of its own to the store's file. */
export const sqliteSource = (file: string): ModuleRef => feedSource({ url: '@guitu/event-store', exportName: 'openSqliteFeed', options: { file } });
