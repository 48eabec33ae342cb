import { createSocket, type Socket } from 'node:dgram';

/** A SIP port and the RTP range above it, on 127.0.0.1, disjoint from those of every other instance. */
export interface MediaPorts {
  sipPort: number;
  rtpStart: number;
  rtpEnd: number;
}

/** 10 RTP ports a channel are wanted (SETUP.md): a slot carries 590 channels. */
const SLOT = 6_000;
const FIRST = 10_000;
const SLOTS = 9;
/** What marks a slot as taken, from before its instance listens until it is gone: a socket on the slot's last port. */
const guards = new Map<number, Socket>();

/** The slot may be handed out again: its instance is gone. */
export function releaseMediaPorts(sipPort: number): void {
  guards.get(sipPort)?.close();
  guards.delete(sipPort);
}

/**
 * Finds a free slot and takes it, for this process and against every other: of two that want the same one the system gives
 * its last port to one only, and takes it back when that process dies. An instance that outlived its process is seen by
 * its SIP port.
 */
export async function freeMediaPorts(): Promise<MediaPorts> {
  for (let i = 0; i < SLOTS; i++) {
    const sipPort = FIRST + ((i + process.pid) % SLOTS) * SLOT;
    const guard = await bindUdp(sipPort + SLOT - 1);
    if (guard === undefined) continue;
    const sip = await bindUdp(sipPort);
    if (sip === undefined) {
      guard.close();
      continue;
    }
    await new Promise<void>((closed) => sip.close(closed));
    guards.set(sipPort, guard.unref());
    return { sipPort, rtpStart: sipPort + 100, rtpEnd: sipPort + SLOT - 2 };
  }
  throw new Error(`no free ports: ${SLOTS} Asterisk instances run on this machine already`);
}

/** Undefined where something else has the port. */
function bindUdp(port: number): Promise<Socket | undefined> {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    socket.once('error', () => done(undefined));
    socket.bind(port, '127.0.0.1', () => done(socket));
  });
}

/** A SIP port that takes every packet and never says a word: a carrier that is down behind a firewall. */
export function silentSipPort(): Promise<{ port: number; received: () => number; close: () => Promise<void> }> {
  return new Promise((done, failed) => {
    const socket = createSocket('udp4');
    let count = 0;
    socket.on('message', () => {
      count += 1;
    });
    socket.once('error', failed);
    socket.bind(0, '127.0.0.1', () =>
      done({
        port: socket.address().port,
        received: () => count,
        close: () => new Promise((closed) => socket.close(() => closed())),
      }),
    );
  });
}
