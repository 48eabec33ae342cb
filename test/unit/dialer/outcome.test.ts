import { describe, expect, it } from 'vitest';
import { classifyEnd } from '../../../src/asterisk/causes.ts';
import { asDialed } from '../../../src/dialer/dialed-number.ts';
import { endingOf, HUNGUP_MAX_TALK_MS } from '../../../src/dialer/outcome.ts';
import { type Call, type CallOutcome, newCall } from '../../../src/domain/call.ts';
import { trunk } from './plans.ts';

const ending = (outcome: CallOutcome, call: Partial<Call> = {}) =>
  endingOf({ ...newCall(), ...call }, outcome, classifyEnd);
const line = (techCause: number | undefined, cause: number, ourTimeout = false): CallOutcome => ({
  type: 'line',
  cause,
  techCause,
  causeText: '',
  ourTimeout,
});

describe('what an outcome means for the record (MODEL.md)', () => {
  it.each([
    ['busy', line(486, 17), {}, 'BUSY', 'carrier'],
    ['our ring time-out', line(487, 16, true), { ringingAt: 1 }, 'NOANSWER', 'system'],
    ['a carrier that never replies (FAULTS 21)', line(undefined, 19, true), {}, 'TRUNK_FAIL', 'system'],
    ['congestion', line(503, 34), {}, 'CONGESTED', 'carrier'],
  ] as const)('%s', (_, outcome, call, result, endedBy) => {
    expect(ending(outcome, call)).toMatchObject({ result, endedBy, charged: true });
  });

  it('charges nothing that certainly no carrier saw, and everything else', () => {
    expect(ending({ type: 'not-sent', why: 'paused' })).toMatchObject({ result: 'CANCELLED', charged: false });
    expect(ending({ type: 'local-failure', why: 'HTTP 500' })).toMatchObject({ result: 'LOCAL_FAIL', charged: false });
    expect(ending({ type: 'cancelled', why: 'paused', leftNode: false }).charged).toBe(false);
    expect(ending({ type: 'cancelled', why: 'paused', leftNode: true }).charged).toBe(true);
    expect(ending({ type: 'unknown', why: 'lost' })).toMatchObject({ result: 'UNKNOWN', charged: true });
    expect(ending({ type: 'node-lost' })).toMatchObject({ result: 'NODE_LOST', charged: true });
  });

  it('calls a short talk HUNGUP only when the customer ended it (RULES.md, Results)', () => {
    const talk = (ms: number) => ({ connectedAt: 1_000, endedAt: 1_000 + ms });
    const by = (who: 'customer' | 'agent') => ({ type: 'talked', by: who }) as const;
    expect(ending(by('customer'), talk(HUNGUP_MAX_TALK_MS)).result).toBe('HUNGUP');
    expect(ending(by('customer'), talk(HUNGUP_MAX_TALK_MS + 1)).result).toBe('CONNECTED');
    expect(ending(by('agent'), talk(10)).result).toBe('CONNECTED');
  });

  it('keeps the abandoned and those who hung up waiting apart (RULES.md, Abandoned)', () => {
    expect(ending({ type: 'abandoned', by: 'engine' })).toMatchObject({ result: 'ABANDONED', endedBy: 'system' });
    expect(ending({ type: 'abandoned', by: 'engine' }, { customerHungUp: true }).endedBy).toBe('customer');
    expect(ending({ type: 'hung-up-waiting' })).toMatchObject({ result: 'HUNGUP_WAITING', endedBy: 'customer' });
  });
});

describe('the number as a trunk wants it', () => {
  it.each([
    [{}, '+8613800138000', '+8613800138000'],
    [{ stripPlus: true }, '+8613800138000', '8613800138000'],
    [{ nationalOnly: true }, '+8613800138000', '13800138000'],
    [{ nationalOnly: true, dialPrefix: '0' }, '+8613800138000', '013800138000'],
    [{ nationalOnly: true, stripPlus: true }, '+442079460000', '442079460000'],
    [{ dialPrefix: '9', stripPlus: true }, '+442079460000', '9442079460000'],
  ])('%j: %s → %s', (rules, e164, dialed) => {
    expect(asDialed(e164, trunk('a', rules))).toBe(dialed);
  });

  it.each([
    ['+8613800138000', '广东深圳', '13800138000'],
    ['+8613800138000', '广东广州', '013800138000'],
    ['+8613800138000', undefined, '013800138000'],
    ['+8675526668888', '广东深圳', '26668888'],
    ['+862088886666', '广东广州', '02088886666'],
    ['+861065551234', '北京', '01065551234'],
    ['+864008001234', undefined, '4008001234'],
    ['+442079460000', undefined, '+442079460000'],
  ])('puts 0 before numbers of other places (外地加0): %s of %s → %s', (e164, region, dialed) => {
    const rules = { nationalOnly: true, homeArea: '755', homeRegion: '广东深圳' };
    expect(asDialed(e164, trunk('a', rules), region)).toBe(dialed);
  });
});
