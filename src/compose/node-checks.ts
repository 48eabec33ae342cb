import { AriClient } from '../asterisk/ari-client.ts';
import { HttpTransport } from '../asterisk/http-transport.ts';
import { checkSessionLimit, NodeUnfit } from '../asterisk/node-check.ts';
import type { NodeSettings } from '../config/settings.ts';
import type { Db } from '../db/pool.ts';
import type { Log } from '../dialer/ports.ts';
import type { Clock } from '../shared/clock.ts';

/** Connections of this process to a node beside the agents' own: its pool, the event sockets, probes (ASTERISK.md 7). */
const OWN_SESSIONS = 82;

/**
 * Before anything is dialed: a node whose `sessionlimit` is too small for its agents would one day refuse our own socket
 * (FAULTS 28). Rejects with `NodeUnfit`; a node that does not answer yet is only told of, the link waits for it.
 */
export async function checkNodes(nodes: readonly NodeSettings[], db: Db, clock: Clock, log: Log): Promise<void> {
  for (const node of nodes) {
    const { agents } = await db
      .selectFrom('agent_seat as s')
      .innerJoin('agent_group as g', 'g.id', 's.group_id')
      .where('g.node', '=', node.name)
      .select((eb) => eb.fn.countAll<number>().as('agents'))
      .executeTakeFirstOrThrow();
    if (await carriesCalls(node, clock)) continue;
    try {
      if ((await checkSessionLimit(clock, node.url, Number(agents) * 2 + OWN_SESSIONS)) === 'unclear')
        log.warn({ node: node.name }, 'node does not answer yet: waiting for it');
    } catch (error) {
      if (!(error instanceof NodeUnfit)) throw error;
      throw new NodeUnfit(`ARI_NODES: node ${node.name}: ${error.message}`);
    }
  }
}

/** The check takes every connection there is for half a second: never beside calls (another life of us may have left some). */
async function carriesCalls(node: NodeSettings, clock: Clock): Promise<boolean> {
  const { url, user, password } = node;
  const transport = new HttpTransport({ clock, url, user, password, connections: 1 });
  try {
    const channels = await new AriClient(transport).call('GET /channels', { timeoutMs: 2_000 });
    return !Array.isArray(channels) || channels.length > 0;
  } catch {
    // Unreachable or refusing: the check itself and the link say which.
    return false;
  } finally {
    await transport.close();
  }
}
