import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallClock } from '../../src/compliance/wall-clock.ts';
import { IMPORT_REASONS, importSentence, shownValue } from '../../src/lists/import-reasons.ts';
import { readPhone } from '../../src/lists/phone.ts';
import { zonesOf } from '../../src/lists/zones.ts';

describe('reading a phone number', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['+86 138-0013-8000', '+8613800138000'],
    ['+8613800138000', '+8613800138000'],
    ['008613800138000', '+8613800138000'],
    ['8613800138000', '+8613800138000'],
    ['013800138000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['＋８６　１３８－００１３－８０００', '+8613800138000'],
    ['\u202d138\u200b0013\u202c8000\u200e', '+8613800138000'],
    ["'13800138000", '+8613800138000'],
    ['138\u00a00013\u20108000', '+8613800138000'],
    ['(010) 8765 5678', '+861087655678'],
    ['0755-8376 5566', '+8675583765566'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['0044 7400 123456', '+447400123456'],
    ['+852 9123 4567', '+85291234567'],
  ])('%j is %s', (text, e164) => {
    expect(readPhone(text)).toMatchObject({ kind: 'number', e164 });
  });

  it.each([
    ['', 'phone-missing'],
    [' \u200b ', 'phone-missing'],
    ['1.38E+10', 'phone-scientific'],
    ['1380013800', 'phone-invalid'],
    ['138001380001', 'phone-invalid'],
    ['PJSIP/x&PJSIP/y', 'phone-invalid'],
    ['123@evil', 'phone-invalid'],
    ['13800138000@evil', 'phone-invalid'],
    ['13800138000&PJSIP/1', 'phone-invalid'],
    [`\${SHELL(id)}`, 'phone-invalid'],
    ["=cmd|' /C calc'!A0", 'phone-invalid'],
    ['110', 'phone-invalid'],
    ['10086', 'phone-invalid'],
    ['95588', 'phone-invalid'],
    ['+86+13800138000', 'phone-invalid'],
    ['138😀0013😀8000', 'phone-invalid'],
    ['١٣٨٠٠١٣٨٠٠٠', 'phone-invalid'],
    ['+53512345678', 'phone-invalid'],
    ['1'.repeat(1 << 20), 'phone-invalid'],
  ])('%j is refused: %s', (text, reason) => {
    expect(readPhone(text)).toEqual({ kind: 'fault', reason });
  });

  it('whatever comes in, what comes out is E.164', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+０-９0-9 ()\-&@/$]{5,20}$/)), (text) => {
        const read = readPhone(text);
        if (read.kind === 'number') expect(read.e164).toMatch(/^\+[1-9]\d{6,14}$/);
      }),
      { numRuns: 3000, seed: 9 },
    );
  });
});

describe('the place of a number', () => {
  it('the mainland has one zone, the United States many, an unknown country none', () => {
    expect(zonesOf('CN')).toEqual(['Asia/Shanghai']);
    expect(zonesOf('US')).toContain('Pacific/Honolulu');
    for (const country of ['CU', 'constructor', '', undefined]) expect(zonesOf(country)).toBeUndefined();
  });

  it('every zone of the table exists', () => {
    const countries = ['CN', 'HK', 'MO', 'TW', 'SG', 'MY', 'JP', 'KR', 'TH', 'VN', 'PH', 'ID', 'IN', 'AE', 'SA', 'AU'];
    countries.push('NZ', 'GB', 'IE', 'PT', 'FR', 'DE', 'IT', 'ES', 'NL', 'BE', 'CH', 'AT', 'PL', 'SE', 'NO', 'DK');
    countries.push('FI', 'US', 'CA');
    for (const country of countries)
      for (const zone of zonesOf(country) ?? ['missing']) expect(wallClock(0, zone), zone).toBeDefined();
  });
});

describe('what is shown of a refused row', () => {
  it.each([
    ['1380013800', '********00'],
    ['１３８００１３８００', '********００'],
    ['123@evil', '*23@evil'],
    ['PJSIP/x&PJSIP/y', 'PJSIP/x&PJSIP/y'],
    ['a\u0000b\u202e12345', 'a\\u0000b\\u202e***45'],
    ['x'.repeat(50), `${'x'.repeat(40)}…`],
  ])('%j is shown as %s', (text, shown) => {
    expect(shownValue(text)).toBe(shown);
  });

  it('every reason has a sentence in both languages', () => {
    for (const reason of IMPORT_REASONS) {
      expect(importSentence(reason, 'zh-CN')).toMatch(/。$/);
      expect(importSentence(reason, 'en')).toMatch(/\.$/);
    }
  });
});
