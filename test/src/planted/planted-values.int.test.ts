import { startEmbedded } from './embedded.js';
import { plantedValues } from './planted-values.js';

plantedValues('one process', startEmbedded);
