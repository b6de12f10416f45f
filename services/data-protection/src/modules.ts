import type { ModuleRef } from '@guitu/event-bus';
import { personsProjection } from './persons/persons-projection.js';

/** The projection that the service reads, for `startProjectionWorker`. Its source must be the store's own feed: what is erased is decided by all that stands in the log. */
export const personsModule: ModuleRef = { url: import.meta.url, exportName: 'openPersonsProjection' };

export const openPersonsProjection = (): ReturnType<typeof personsProjection> => personsProjection();
