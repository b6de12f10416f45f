import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { foundBody } from '../support/episodes.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import { listLooks } from '../support/looks.js';
import { able, manOf } from '../support/people.js';
import { fetchToken } from '../support/token.js';
import { Site } from './hub/site.js';
import { mountSmallDisk, whyNoSmallDisk } from './hub/small-disk.js';

const notHere = whyNoSmallDisk();
if (notHere !== undefined) process.stdout.write(`Who looked on a full disk is not tried: ${notHere}\n`);
const P = 'police-baoji';
const name = '司马相如';

(notHere === undefined ? test : test.skip)('while the disk of the keys is full, every look at a case is refused with 503 and discloses nothing; with space it is answered, and is on record', async () => {
  const site = await Site.open(await temporaryDirectory());
  const disk = mountSmallDisk(join(site.directory, 'keys'), 2);
  const hub = await startEmbedded(site.directory);
  const desks = createDesks(hub.urls);
  try {
    const { caseId } = await desks.as(P).send('found', { body: foundBody(manOf(name, '430703197001010019', '1970-01-01'), able) });
    const police = await fetchToken(hub.urls.issuer, P);
    const look = async (): Promise<{ readonly status: number; readonly text: string; readonly request: string | null }> => {
      const answer = await fetch(`${hub.urls.police}/cases/${caseId}`, { headers: { authorization: `Bearer ${police}`, 'guitu-user': randomUUID() } });
      return { status: answer.status, text: await answer.text(), request: answer.headers.get('x-request-id') };
    };
    const ready = async (): Promise<number> => (await fetch(`${hub.urls.police}/readyz`)).status;
    const answered = [await look()];
    expect([answered[0]?.status, answered[0]?.text.includes(name), await ready()]).toEqual([200, true, 200]);

    disk.fill();
    // Its log has room from before, so that a few more looks fit into it.
    let refused = await look();
    for (; refused.status === 200; refused = await look()) answered.push(refused);
    expect(refused.status).toBe(503);
    for (const { status, text } of [refused, await look(), await look()]) {
      expect([status, (JSON.parse(text) as { code: string }).code, text.includes(name)]).toEqual([503, 'vault-unavailable', false]);
    }
    expect(await ready()).toBe(503);

    disk.free();
    expect(await ready()).toBe(200);
    answered.push(await look());
    expect(answered.at(-1)?.text).toContain(name);
    const looks = await listLooks(hub.vault, { organisation: P });
    expect(looks.map(({ answer }) => answer)).toEqual(answered.map(({ request }) => request).toReversed().slice(0, 200));
  } finally {
    desks.close();
    await hub.close();
    disk.unmount();
    await site.close();
  }
}, 60_000);
