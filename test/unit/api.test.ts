import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toApiError } from '../../src/api/errors.ts';
import { scrubNumbers } from '../../src/api/logger.ts';
import { shown, starDigits } from '../../src/api/shown.ts';
import { auditHash, canonicalJson } from '../../src/domain/audit.ts';
import { Refused } from '../../src/domain/refused.ts';
import { DEFAULT_ROLES, knownPermissions, mayGrant, PERMISSIONS, type Permission } from '../../src/domain/roles.ts';

describe('what came, for an error message', () => {
  it('shows plain values, hides secrets and stars what may be a number', () => {
    expect(shown('weight', -1)).toBe('-1');
    expect(shown('mode', 'fast')).toBe('"fast"');
    expect(shown('name', '张三 138-1234-5678')).toBe('"张三 ***-****-****"');
    expect(shown('limit', 13_812_345_678)).toBe('***********');
    expect(shown('number', '13812345678')).toBe('a text of 11 characters (hidden)');
    expect(shown('password', 'abc')).toBe('a text of 3 characters (hidden)');
    expect(shown('hours', { from: 1 })).toBe('an object');
    expect(shown('ids', [1, 2])).toBe('a list of 2');
    expect(shown('x', undefined)).toBe('nothing');
    expect(shown('x', 'y'.repeat(500)).length).toBeLessThan(70);
  });

  it('never leaves five digits in a row', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.stringMatching(/^\d{5,15}$/),
        (text, digits) => !/\d{5}/.test(starDigits(text + digits)),
      ),
    );
  });
});

describe('a log line', () => {
  it('loses clear numbers, and keeps times, ids and figures', () => {
    const kept = '{"time":1767578400000,"requestId":"019b8be1-f500-728e-9767-138123456789","ms":13812345}';
    expect(scrubNumbers(kept)).toBe(kept);
    for (const number of ['13812345678', '+8613812345678', '138-1234-5678', '008613812345678', '+12025550123']) {
      expect(scrubNumbers(`{"why":"no route to ${number} now"}`)).not.toMatch(/\d{4}/);
    }
  });
});

describe('errors', () => {
  const never = () => false;
  it('become one of the table, and tell nothing of the inside', () => {
    expect(toApiError(new Error('secret'), never)).toMatchObject({ code: 'internal', status: 500 });
    expect(toApiError(new Error('secret'), never).message).not.toContain('secret');
    expect(toApiError(new Error('away'), () => true)).toMatchObject({ code: 'unavailable', status: 503 });
    expect(toApiError(new Refused('conflict', 'no'), never)).toMatchObject({
      code: 'conflict',
      status: 409,
      message: 'no',
    });
    expect(toApiError('thrown text', never).code).toBe('internal');
  });
});

describe('roles', () => {
  it('come with known permissions only, each opened by somebody', () => {
    for (const role of DEFAULT_ROLES) expect(knownPermissions(role.permissions)).toEqual(role.permissions);
    const held = new Set(DEFAULT_ROLES.flatMap((role) => role.permissions));
    // To dial a number as typed (DESIGN.md `calls`) and to set a house rule aside are given by hand only.
    expect(PERMISSIONS.filter((permission) => !held.has(permission))).toEqual(['calls.dial-number', 'calls.override']);
    expect(knownPermissions(['agent.work', 'fly'])).toEqual(['agent.work']);
  });

  it('keep customer data from ops and administrators, and exports and numbers from agents', () => {
    const of = (key: string) => DEFAULT_ROLES.find((role) => role.key === key)?.permissions ?? [];
    for (const key of ['ops', 'administrator']) {
      expect(of(key).filter((name) => /contacts|records|numbers|dnc/.test(name))).toEqual([]);
    }
    expect(of('agent')).not.toContain('numbers.reveal');
    expect(of('reviewer')).not.toContain('agent.work');
  });

  it('are handed out only by who has as much', () => {
    const all = fc.subarray([...PERMISSIONS].filter((permission) => permission !== 'roles.write'));
    fc.assert(
      fc.property(all, all, (own, asked) => {
        const granted = mayGrant(new Set<Permission>(own), 'department', { permissions: asked, scope: 'squad' });
        return granted === asked.every((permission) => own.includes(permission));
      }),
    );
    const own = new Set<Permission>(['agent.work']);
    expect(mayGrant(own, 'squad', { permissions: ['agent.work'], scope: 'department' })).toBe(false);
    expect(mayGrant(own, 'squad', { permissions: ['unheard.of'], scope: 'self' })).toBe(false);
  });
});

describe('the audit hash', () => {
  const row = {
    ...{
      seq: 1,
      at: 5,
      actorId: undefined,
      action: 'a',
      subjectKind: 's',
      subjectId: undefined,
      departmentId: undefined,
    },
    ...{ reason: undefined, details: { b: 1, a: [1, { d: 2, c: 3 }] }, prevHash: '0'.repeat(64) },
  };

  it('does not depend on the order of keys, and does on every field', () => {
    const turned = { ...row, details: { a: [1, { c: 3, d: 2 }], b: 1 } };
    expect(auditHash(turned)).toBe(auditHash(row));
    const changes = {
      seq: 2,
      at: 6,
      actorId: 'x',
      action: 'b',
      subjectKind: 't',
      subjectId: 'x',
      departmentId: 'x',
      reason: 'x',
    };
    for (const [name, value] of Object.entries({ ...changes, details: { b: 2 }, prevHash: '1'.repeat(64) })) {
      expect({ name, same: auditHash({ ...row, [name]: value }) === auditHash(row) }).toEqual({ name, same: false });
    }
  });

  it('is of JSON that survives storing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => canonicalJson(value) === canonicalJson(JSON.parse(JSON.stringify(value)))),
    );
  });
});
