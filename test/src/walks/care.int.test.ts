import { onEmbeddedHub } from './on-embedded-hub.js';
import { inCare } from './care.js';

onEmbeddedHub(inCare);
