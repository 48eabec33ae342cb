import type { ApiDeps } from '../api/deps.ts';
import { SipDoor } from '../api/sip/door.ts';
import { openSipSocket } from '../asterisk/sip-wire.ts';
import type { NodeSettings } from '../config/settings.ts';
import type { Db } from '../db/pool.ts';
import { PgSoftphones } from '../db/softphone.ts';
import type { NodeSessions } from './node-sessions.ts';

/** The door through which browsers reach the SIP of their agents' nodes. */
export function composeSipDoor(
  deps: Pick<ApiDeps, 'clock' | 'sessions' | 'logger'>,
  db: Db,
  nodes: readonly NodeSettings[],
  sessions?: NodeSessions,
): SipDoor {
  const door = new SipDoor({
    ...deps,
    hasRoom: (node) => sessions?.hasRoom(node) ?? true,
    softphones: new PgSoftphones(db, deps.clock),
    nodes: {
      connect: (name) => {
        const node = nodes.find((each) => each.name === name);
        return node === undefined ? undefined : openSipSocket(node.url);
      },
    },
  });
  sessions?.countPhones((node) => door.socketsTo(node));
  return door;
}
