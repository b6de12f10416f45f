import { channel, subscribe } from 'node:diagnostics_channel';
import { setTimeout as after } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

test('who subscribes to a channel by its name hears the module that holds it, also where an earlier suite held the same and is gone', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc');
  // The first of them is there from before its collection to after it; a collection needs a turn of the event loop, and another to tell Node.
  const name = `guitu.test.${process.pid}`;
  (() => channel(name))();
  await after(1);
  gc();
  const held = channel(name);
  for (let turn = 0; turn < 20; turn += 1) await after(1);
  const told = [];
  subscribe(name, (message) => told.push(message));
  held.publish('heard');
  expect(told).toEqual(['heard']);
});
