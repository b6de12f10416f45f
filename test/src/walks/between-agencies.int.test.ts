import { onEmbeddedHub } from './on-embedded-hub.js';
import { betweenAgencies } from './between-agencies.js';

onEmbeddedHub(betweenAgencies);
