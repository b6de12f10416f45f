export * from './beginnings.js';
export * from './bodies.js';
export * from './chance.js';
export * from './guide.js';
export * from './law.js';
export * from './organisations.js';
export * from './scenario.js';
export * from './soundness.js';
