import { onEmbeddedHub } from './on-embedded-hub.js';
import { theWayHome } from './the-way-home.js';

onEmbeddedHub(theWayHome);
