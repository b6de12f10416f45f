/* A relay as a process of its own over a SQLite log: argv is the log's file. With DIE_AT=n it is killed at its n-th page, after that was sent and before the checkpoint. */
import { openSqliteStore } from '@guitu/event-store';
import { relayProcess } from '@guitu/relay';
import { runProcess } from '@guitu/service-kit';

let pages = 0;
await runProcess(
  relayProcess(async () => {
    const store = await openSqliteStore({ file: process.argv[2] ?? '' });
    return {
      ...store,
      checkpoints: {
        load: (reader) => store.checkpoints.load(reader),
        async save(reader, position, options) {
          pages += 1;
          if (pages === Number(process.env['DIE_AT'])) process.kill(process.pid, 'SIGKILL');
          return store.checkpoints.save(reader, position, options);
        },
      },
    };
  }),
);
