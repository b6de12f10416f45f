import { randomUUID } from 'node:crypto';
import { closedLoop } from '../load/closed-loop.js';
import type { Connection } from '../load/connection.js';
import { withPrograms } from '../processes/programs.js';
import { compareRates } from '../rates.js';
import type { Row } from '../row.js';

const connections = 64;

/** An admission as a station sends it: some 600 bytes. */
const body = JSON.stringify({
  place: 'station', identified: false, occurredAt: '2013-05-03T08:21:00.000Z',
  person: { sex: '1', name: '王建国', age: { from: 30, to: 40 }, appearance: '身高约172厘米，短发，穿深蓝色夹克、黑色长裤，背一个灰色旅行包' },
  signs: { impairment: false, mobilityImpaired: false },
  course: '外出务工途中钱包和手机被盗，两天没有吃饭，在火车站候车厅过夜，由车站值班人员告知救助管理站地址后自行前来求助',
  shelter: { area: 'dormitory', bed: 'B-12' },
});

/** Commands that are authenticated, validated and on disk, and nothing else. */
export const durableCommands: Row = {
  key: 'durable',
  run: ({ rounds, seconds, scratch, say }) =>
    withPrograms(scratch, async (programs) => {
      const echo = await programs.echo();
      const service = await programs.durableService();
      const send = (url: string) => () => async (connection: Connection) => {
        const headers = { authorization: `Bearer ${service.token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
        const answer = await connection.post({ url, path: '/echo', headers, body });
        if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body}`);
      };
      const load = (url: string) => () => closedLoop({ connections, seconds, say, client: send(url) });
      return compareRates(rounds, { name: 'commands, durable only, 64 connections', aim: 'ratio >= 0.70' }, { pid: service.pid, load: load(service.url) }, { pid: echo.pid, load: load(echo.url) });
    }),
};
