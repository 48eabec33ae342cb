/** The bar: a bare `ws` server that sends the same bytes to as many sockets, and does nothing else. */
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Answer, type Order, STAMP, stampNow } from './wire.ts';

const answer = (what: Answer): void => void process.send?.(what);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
const sockets: WebSocket[] = [];
server.on('connection', (socket) => sockets.push(socket));
server.on('listening', () => answer({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));

process.on('message', ({ do: what, text = '' }: Order) => {
  if (what === 'each') for (const socket of sockets) socket.send(text.replace(STAMP, `stamp:${stampNow()}`));
  if (what === 'all') {
    const frame = text.replace(STAMP, `stamp:${stampNow()}`);
    for (const socket of sockets) socket.send(frame);
  }
  if (what === 'cpu') {
    const { user, system } = process.cpuUsage();
    answer({ cpuMs: (user + system) / 1_000 });
  }
  if (what === 'stop') process.exit(0);
});
