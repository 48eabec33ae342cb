import { createSocket } from 'node:dgram';

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
const handedOut = new Set<number>();

/** The slot may be handed out again: its instance is gone. */
export function releaseMediaPorts(sipPort: number): void {
  handedOut.delete(sipPort);
}

/**
 * Finds a free slot. The SIP port lies in the slot itself, so a running instance marks its own RTP range as taken and no
 * lock file is needed. Starts at a place of its own for each process, because another may be looking too.
 */
export async function freeMediaPorts(): Promise<MediaPorts> {
  for (let i = 0; i < SLOTS; i++) {
    const sipPort = FIRST + ((i + process.pid) % SLOTS) * SLOT;
    // Two instances may be starting in this process at once.
    if (handedOut.has(sipPort)) continue;
    handedOut.add(sipPort);
    if (!(await udpFree(sipPort))) handedOut.delete(sipPort);
    else return { sipPort, rtpStart: sipPort + 100, rtpEnd: sipPort + SLOT - 2 };
  }
  throw new Error(`no free ports: ${SLOTS} Asterisk instances run on this machine already`);
}

function udpFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    socket.once('error', () => done(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => done(true)));
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
