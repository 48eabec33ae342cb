import { WebSocket } from 'ws';

/** A node's own SIP socket stands beside its ARI, on the same HTTP server: `…/ari` → `…/ws`. */
export function openSipSocket(ariUrl: string): WebSocket {
  const url = new URL(ariUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = url.pathname.replace(/\/ari\/?$/, '/ws');
  url.search = '';
  return new WebSocket(url, 'sip', { handshakeTimeout: 3_000, perMessageDeflate: false, maxPayload: 256 * 1024 });
}
