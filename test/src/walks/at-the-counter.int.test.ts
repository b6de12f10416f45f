import { onEmbeddedHub } from './on-embedded-hub.js';
import { atTheCounter } from './at-the-counter.js';

onEmbeddedHub(atTheCounter);
