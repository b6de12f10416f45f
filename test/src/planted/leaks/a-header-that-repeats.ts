import { ServerResponse } from 'node:http';

/** Every answer says in a header what was asked for, percent-encoded as it came. */
const { writeHead } = ServerResponse.prototype;
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...parts: Parameters<typeof writeHead>) {
  this.setHeader('X-Asked', this.req.url ?? '');
  return writeHead.apply(this, parts);
} as typeof writeHead;
