/** `node ready.mjs PORT`: exit code 0 where the service on that port of this container is ready. For health checks of containers. */
const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/readyz`).catch(() => undefined);
process.exit(answer?.ok === true ? 0 : 1);
