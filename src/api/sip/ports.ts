import type { WebSocket } from 'ws';
import type { Principal } from '../../domain/people.ts';

/** Whose phone stands where. */
export interface Softphones {
  /**
   * The phone of his present sign-in; it lives with the session of `principal` from here on. Undefined: signed out, a desk
   * phone, or minted too long ago.
   */
  take(principal: Principal): Promise<{ sipUser: string; node: string; expiresAt: number } | undefined>;
}

/** The nodes' own SIP over WebSocket (RFC 7118). */
export interface SipNodes {
  /** Begins to connect; undefined: no node of this name. One message a frame, both ways. */
  connect(node: string): WebSocket | undefined;
}
