export * from './due-at.js';
export * from './duties-at-admission.js';
export * from './duty-rule.js';
export * from './installed-calendar.js';
export * from './rules-in-force.js';
export * from './statutory-calendar.js';
export * from './stay-clock.js';
export * from './working-calendar.js';
