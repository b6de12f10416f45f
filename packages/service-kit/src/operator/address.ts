/** How whoever asks a running hub finds its operator's socket and speaks to it: all that a command needs that must start at once. */
export { operatorSocket } from './socket-path.js';
export type { SocketPlace } from './socket-path.js';
export { verbPath, whoHeader } from './lines.js';
export type { OperatorLine } from './lines.js';
