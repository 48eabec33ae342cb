import { describe, expect, it } from 'vitest';
import { agentBridge, agentChannel, callChannel, readBridge, readChannel } from '../../../src/dialer/names.ts';

const ID = '01a20ac7-1939-72d9-ab1b-cb6880c52f9e';

describe('names on a node', () => {
  it('reads back what it wrote', () => {
    expect(readChannel('sales', callChannel('sales', ID))).toEqual({ kind: 'call', attemptId: ID });
    expect(readChannel('sales', agentChannel('sales', ID, 7))).toEqual({ kind: 'agent', agentId: ID, n: 7 });
    expect(readBridge('sales', agentBridge('sales', ID))).toBe(ID);
  });

  it.each([
    ['another group', callChannel('other', ID)],
    ['a group whose key begins with ours', callChannel('sales2', ID)],
    ['a probe', 'sales.probe.1-2'],
    ['something behind the id', `sales.${ID};x`],
    ['no id', 'sales.'],
    ['a bridge', agentBridge('sales', ID)],
    ['a number that is none', `sales.agent.${ID}.x`],
  ])('takes %s for foreign', (_, channelId) => {
    expect(readChannel('sales', channelId)).toEqual({ kind: 'foreign' });
  });

  it('takes no leg for a bridge', () => {
    expect(readBridge('sales', agentChannel('sales', ID, 1))).toBeUndefined();
    expect(readBridge('sales', agentBridge('other', ID))).toBeUndefined();
  });
});
