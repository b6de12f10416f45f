import { onEmbeddedHub } from './on-embedded-hub.js';
import { inHospital } from './hospital.js';

onEmbeddedHub(inHospital);
