export type { SampleClients, SampleClientsOptions } from './clients.js';
export { sampleClients } from './clients.js';
export type { PlayedSample, PlayOptions } from './play.js';
export { playSample, SampleRefused, sampleScript } from './play.js';
export type { Progress, ProgressTarget } from './progress.js';
export { createProgress } from './progress.js';
export type { PeriodReport } from './report.js';
export { renderReport, reportDifferences, sampleReportQuery } from './report.js';
