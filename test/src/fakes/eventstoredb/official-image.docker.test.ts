import { describeOnImage, IMAGE_TIMEOUT_MS, startEventStoreImage } from '../../support/eventstoredb-image.js';
import { describeServer } from './behaviour.js';

// What our own server is built after: where the two differ, ours is wrong.
describeOnImage('what our own server does, the official image does', () => describeServer('the official image', startEventStoreImage, IMAGE_TIMEOUT_MS));
