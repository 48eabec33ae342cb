import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { freeMediaPorts, type MediaPorts, releaseMediaPorts } from '../../../scripts/asterisk/ports.ts';

const taken: MediaPorts[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const { sipPort } of taken.splice(0)) releaseMediaPorts(sipPort);
  for (const socket of sockets.splice(0)) socket.close();
});

const take = async (): Promise<number> => {
  const ports = await freeMediaPorts();
  taken.push(ports);
  return ports.sipPort;
};
/** What another process would do. */
const bind = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = createSocket('udp4');
    socket.once('error', () => done(false));
    socket.bind(port, '127.0.0.1', () => {
      sockets.push(socket);
      done(true);
    });
  });

describe('the ports of an Asterisk', () => {
  it('are nobody else’s before it listens on any of them', async () => {
    const ports = await Promise.all([take(), take()]);
    expect(new Set(ports).size).toBe(2);
    // The mark is the system’s own, so that other processes see it too.
    expect(await bind(ports[0] + 5_999)).toBe(false);
  });

  it('are passed over where another process has the mark, or an Asterisk of a dead one listens', async () => {
    for (const offset of [5_999, 0]) {
      const port = await take();
      releaseMediaPorts(port);
      expect(await bind(port + offset)).toBe(true);
      expect(await take()).not.toBe(port);
    }
  });

  it('are free again once they are given back', async () => {
    const port = await take();
    releaseMediaPorts(port);
    expect(await take()).toBe(port);
  });
});
