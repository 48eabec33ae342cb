import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPhone, maskPhonesInText } from '../../src/domain/phone-mask.ts';

describe('maskPhone (RULES.md "Masking")', () => {
  it.each([
    ['+8613812341234', '138****1234'],
    ['13812341234', '138****1234'],
    ['+8619912345678', '199****5678'],
    ['+861012345678', '010****5678'],
    ['01012345678', '010****5678'],
    ['+862112345678', '021****5678'],
    ['+8675512345678', '0755****5678'],
    ['+865361234567', '0536****4567'],
    ['+864001234567', '400****4567'],
    ['+8610086', '***86'],
    ['10086', '***86'],
    ['95588', '***88'],
    ['+8695105105', '******05'],
    ['110', '*10'],
    ['12', '**'],
    ['+12025550123', '+1****23'],
    ['+442079460018', '+44****18'],
    ['+85223456789', '+852****89'],
    ['+79161234567', '+7****67'],
    ['', ''],
    ['+', '+****'],
  ])('%s → %s', (number, masked) => {
    expect(maskPhone(number)).toBe(masked);
  });

  it('hides at least three digits of every number that has eight or more', () => {
    const digits = fc.stringMatching(/^[1-9]\d{7,14}$/);
    fc.assert(
      fc.property(digits, fc.boolean(), (number, plus) => {
        const shown = maskPhone(plus ? `+${number}` : number).replace(/\D|^0/g, '').length;
        expect(number.length - shown).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

describe('maskPhonesInText', () => {
  it.each([
    ['回电 13812341234 谢谢', '回电 138****1234 谢谢'],
    ['+86 138-1234-1234', '138****1234'],
    ['0086 13812341234', '138****1234'],
    ['8613812341234', '138****1234'],
    ['１３８１２３４１２３４', '138****1234'],
    ['座机(010) 1234 5678。', '座机(010****5678。'],
    ['+1 202 555 0123', '+1****23'],
    ['400-123-4567', '400****4567'],
  ])('%s → %s', (text, masked) => {
    expect(maskPhonesInText(text)).toBe(masked);
  });

  it.each(['订单 20261123', '金额 1234567 元', '2026-11-23', '99 分', '138****1234'])('leaves %s', (text) => {
    expect(maskPhonesInText(text)).toBe(text);
  });
});
