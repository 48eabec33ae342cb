import { describe, expect, test } from 'vitest';
import { classifyEnd } from '../../../src/asterisk/causes.ts';

const end = { ringingSeen: false, ourTimeout: false, answered: false };

describe('what causes tell (ASTERISK.md 14, RULES.md)', () => {
  test.each([
    [17, 486, 'BUSY'],
    [17, 600, 'BUSY'],
    [34, 503, 'CONGESTED'],
    [38, 500, 'TRUNK_FAIL'],
    [21, 603, 'REJECTED'],
    [127, 607, 'BLOCKED'],
    [127, 608, 'BLOCKED'],
    [127, 487, 'CANCELLED'],
    [58, 488, 'TRUNK_FAIL'],
    [21, 403, 'TRUNK_FAIL'],
    [22, 410, 'UNREACHABLE'],
    [28, 484, 'UNREACHABLE'],
    [18, 408, 'UNREACHABLE'],
    [19, 480, 'UNREACHABLE'],
    [1, 404, 'UNREACHABLE'],
    [1, 604, 'UNREACHABLE'],
    [19, 499, 'UNREACHABLE'],
    [38, 599, 'TRUNK_FAIL'],
    [21, 699, 'REJECTED'],
  ] as const)('cause %i, SIP %i before any ringing → %s', (cause, techCause, result) => {
    expect(classifyEnd({ ...end, cause, techCause })).toBe(result);
  });

  test.each([
    [480, 'NOANSWER'],
    [408, 'NOANSWER'],
    [404, 'UNREACHABLE'],
    [486, 'BUSY'],
    [603, 'REJECTED'],
  ] as const)('SIP %i after ringing → %s', (techCause, result) => {
    expect(classifyEnd({ ...end, cause: 99, techCause, ringingSeen: true })).toBe(result);
  });

  test('a bare 404 never condemns a number', () => {
    for (const ringingSeen of [false, true]) {
      expect(classifyEnd({ ...end, cause: 1, techCause: 404, ringingSeen })).not.toBe('INVALID');
    }
  });

  test('our own timer decides before the table: no ringing is the trunk’s fault, ringing is nobody at home', () => {
    expect(classifyEnd({ ...end, cause: 19, techCause: 480, ourTimeout: true })).toBe('TRUNK_FAIL');
    expect(classifyEnd({ ...end, cause: 19, techCause: 480, ourTimeout: true, ringingSeen: true })).toBe('NOANSWER');
    expect(classifyEnd({ ...end, cause: 127, techCause: 487, ourTimeout: true, ringingSeen: true })).toBe('NOANSWER');
  });

  test.each([
    [17, 'BUSY'],
    [34, 'CONGESTED'],
    [16, 'CANCELLED'],
    [3, 'TRUNK_FAIL'],
    [0, 'TRUNK_FAIL'],
  ] as const)('without a SIP status cause %i → %s', (cause, result) => {
    expect(classifyEnd({ ...end, cause, techCause: undefined })).toBe(result);
    expect(classifyEnd({ ...end, cause, techCause: 0 })).toBe(result);
  });

  test('somebody answered and was not taken: he hung up waiting, whatever the cause', () => {
    expect(classifyEnd({ ...end, cause: 16, techCause: undefined, answered: true })).toBe('HUNGUP_WAITING');
  });
});
