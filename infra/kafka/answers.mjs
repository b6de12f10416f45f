import { connect } from 'node:net';

const METADATA = 3;

/** Whether the broker takes requests and knows itself: a Metadata request (version 1) about no topic answers with one broker at least. */
export function answers(port) {
  return new Promise((resolve) => {
    const request = Buffer.alloc(18);
    request.writeInt32BE(request.length - 4, 0);
    request.writeInt16BE(METADATA, 4);
    request.writeInt16BE(1, 6);
    request.writeInt32BE(1, 8); // correlation
    request.writeInt16BE(-1, 12); // no client id; then an empty list of topics

    let heard = Buffer.alloc(0);
    const socket = connect({ host: '127.0.0.1', port });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => resolve(false));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      // Length, correlation, number of brokers.
      if (heard.length >= 12) end(heard.readInt32BE(8) > 0);
    });
  });
}
