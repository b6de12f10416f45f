import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { serve } from '../processes/serve.js';

// The least that an HTTP service in Express can do: parse a JSON body and send it back.
serve(async () => {
  const app = express();
  app.use(express.json());
  app.post('/echo', (request, response) => void response.json(request.body));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.closeAllConnections(),
  };
});
