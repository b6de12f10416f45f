export * from './beginnings.js';
export * from './bodies.js';
export * from './organisations.js';
export * from './scenario.js';
export * from './soundness.js';
