import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchTokens, renewalOf } from './load/tokens.js';

test('a run that lasts longer than its tokens has new ones before they end, and fetches none sooner', async () => {
  let given = 0;
  const issuer = createServer((request, response) => {
    request.resume();
    given += 1;
    response.end(JSON.stringify({ access_token: `token ${given}` }));
  });
  await new Promise<void>((listening) => void issuer.listen(0, '127.0.0.1', listening));
  try {
    const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    const tokens = await fetchTokens(url, ['police-baoji', 'station-baoji']);
    let minutes = 0;
    const renew = renewalOf(tokens, url, () => minutes * 60_000);
    const seen: string[] = [];
    for (minutes = 0; minutes <= 120; minutes += 10) {
      await renew();
      seen.push(tokens.get('police-baoji') ?? '');
    }
    expect(seen).toEqual([1, 1, 1, 3, 3, 3, 5, 5, 5, 7, 7, 7, 9].map((number) => `token ${number}`));
    expect(tokens.get('station-baoji')).toBe('token 10');
  } finally {
    issuer.closeAllConnections();
    issuer.close();
  }
});
