export { agencies, startHub } from './hub.js';
export type { Hub, HubOptions } from './hub.js';
export { createProgress } from './progress.js';
export type { Progress } from './progress.js';
export { partOf, playSample, resolve, sampleClients, sampleReportQuery, sampleScript } from './sample/index.js';
export type { Known, SampleClients, Script, Step } from './sample/index.js';
export type { ServiceHandle, ServiceProcesses, ServiceProcessesOptions } from './distributed/service-processes.js';
export { startServices, stopServices, urlsOf } from './distributed/service-processes.js';
