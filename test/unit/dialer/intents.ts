import type { Intent } from '../../../src/dialer/ports.ts';
import { NO_PAST } from '../../../src/domain/retry-rule.ts';

export function intent(over: Partial<Intent> = {}): Intent {
  return {
    attemptId: '01a20ac7-1939-72d9-ab1b-cb6880c52f9e',
    groupId: 'g',
    campaignId: 'c',
    listId: 'l',
    contactId: 'k',
    customerId: undefined,
    phoneId: 'p',
    blindIndex: 'ab',
    trunkId: 'a',
    trunkKey: 'a',
    callerIdId: undefined,
    callerId: '',
    node: 'n',
    epoch: 1,
    mode: 'progressive',
    source: 'new',
    placedAt: 0,
    placeBy: 2_000,
    attempts: 1,
    ownerId: undefined,
    wasClosed: false,
    past: NO_PAST,
    ...over,
  };
}
