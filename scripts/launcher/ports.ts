import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { errorCode } from './fault.ts';

/** Tries to listen, and lets go again; resolves to the port got, or to the code of the error. 0 asks for any free one. */
function tryPort(port: number, host: string): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(errorCode(error)));
    server.listen(port, host, () => {
      const address = server.address();
      const got = address !== null && typeof address === 'object' ? address.port : 'EINVAL';
      server.close(() => resolve(got));
    });
  });
}

/** A line that says why we cannot listen there and what would help, or undefined when we can. */
export async function portFault(port: number, host: string): Promise<string | undefined> {
  const got = await tryPort(port, host);
  if (typeof got === 'number') return undefined;
  if (got === 'EADDRINUSE') return `port ${port} of ${host} is in use: choose another with npm start -- --port N`;
  if (got === 'EACCES')
    return `this user may not listen on port ${port}: choose one from 1024 with npm start -- --port N`;
  return `cannot listen on ${host} (${got}): HTTP_HOST must be an address of this machine`;
}

/** Below the range from which systems give ports to outgoing connections, and to whoever asks for any. */
const [FIRST, PAST] = [20_000, 32_000];
const TRIES = 50;

/**
 * A port of 127.0.0.1 that nothing listens on now; the wished one when it is free. One that no connection of a stranger can
 * take between now and the listening, nor while a server is down that is to come back on it.
 */
export async function freePort(wished?: number): Promise<number> {
  const tries = Array.from({ length: TRIES }, () => randomInt(FIRST, PAST));
  for (const port of [...(wished === undefined ? [] : [wished]), ...tries, 0]) {
    const got = await tryPort(port, '127.0.0.1');
    if (typeof got === 'number') return got;
  }
  throw new Error('no free port on 127.0.0.1');
}
