import { HALF, keepsItsPromises } from './half.js';
import { seeds } from './seeds.js';

const { first, count } = seeds(1 + HALF, HALF);

test(`the whole hub keeps its promises in ${count} schedules of faults and races from seed ${first}`, () => keepsItsPromises(first, count), 900_000);
