import { operatorSocket } from './socket-path.js';

describe('the socket of the operator', () => {
  test('stands in the data directory', () => {
    expect(operatorSocket('/var/lib/guitu').path).toBe('/var/lib/guitu/operator/hub.sock');
    expect(operatorSocket('/var/lib/guitu/').path).toBe('/var/lib/guitu/operator/hub.sock');
  });

  test('stands in a short place of its own where the kernel cannot take the path, counted in bytes', () => {
    const places = [`/data/${'x'.repeat(100)}`, `/data/${'归'.repeat(32)}`, `/data/${'途'.repeat(32)}`].map((directory) => operatorSocket(directory).path);
    for (const path of places) expect(path).toMatch(/^\/tmp\/guitu-[0-9a-f]{24}\/hub\.sock$/u);
    expect(new Set(places).size).toBe(3);
  });
});
