export type { Language, Words } from './language.js';
export { preferredLanguage, wordsIn } from './language.js';
export type { ProblemCode, ProblemKind } from './table.js';
export { problems } from './table.js';
export type { Fact, FieldError, ProblemDetails } from './problem.js';
export { Problem, problemDocument } from './problem.js';
export { toProblem } from './borders.js';
export { fieldErrors } from './zod-errors.js';
