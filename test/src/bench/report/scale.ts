import type { Figure } from '../row.js';

/** The scale of what is measured on a log of so many cases. */
export const ofCases = (cases: number): string => `${cases.toLocaleString('en-US')} cases`;

/** A figure as people and scripts read it: its name, and after it in brackets the scale that it was measured at. */
export const titleOf = ({ name, scale }: Pick<Figure, 'name' | 'scale'>): string => (scale === null ? name : `${name} (${scale})`);
