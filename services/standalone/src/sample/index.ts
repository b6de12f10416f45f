export type { SampleClients, SampleClientsOptions } from './clients.js';
export { sampleClients } from './clients.js';
export type { PlayedSample, PlayOptions } from './play.js';
export { playSample, SampleRefused, sampleScript } from './play.js';
export type { PeriodReport } from './report.js';
export { renderReport, reportDifferences, sampleReportQuery } from './report.js';
export type { Script } from './script/script.js';
export { resolve } from './script/step.js';
export type { Known, Step } from './script/step.js';
