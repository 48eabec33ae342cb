import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameBody, frameText, placeOf, readPosition } from '../../../src/domain/event-frame.ts';
import { AGENT_RESULTS } from '../../../src/domain/results.ts';
import { POP_MOST_BYTES, type PopFacts, type ScreenPop, screenPop } from '../../../src/domain/screen-pop.ts';

const id = '0198f2a0-0000-7000-8000-000000000000';
const AT = Date.UTC(2026, 0, 5);

const facts = (more: Partial<PopFacts> = {}, note?: string): PopFacts => ({
  call: { attemptId: id, campaignId: id, campaignName: '任务', mode: 'predictive', answeredAt: AT, connectedAt: AT },
  contact: { id, fields: { 城市: '北京' }, attempts: 2 },
  customer: { id, name: '王芳', number: '138****8000', region: '北京', carrier: '移动', level: 'ordinary' },
  lastContacts: Array.from({ length: 5 }, () => ({
    ...{ at: AT, result: 'CONNECTED', disposition: 'CALLBACK', agentName: '张三', talkSeconds: 61, note },
  })),
  ...more,
});

const frame = (pop: ScreenPop): string =>
  frameText(
    { epoch: id, seq: 999_999_999 },
    frameBody('preview.offer', AT, { ...pop, previewEndsAt: new Date(AT).toISOString() }),
  );
const size = (text: string): number => Buffer.byteLength(text);

describe('the screen pop', () => {
  it('shows what there is', () => {
    const pop = screenPop(facts({}, '下周三再打'));
    expect(pop).toMatchObject({
      call: { answeredAt: '2026-01-05T00:00:00.000Z', campaignName: '任务' },
      contact: { fields: { 城市: '北京' }, fieldsLeftOut: 0, attempts: 2 },
      customer: { name: '王芳', number: '138****8000' },
      tasks: [],
      opportunities: [],
      script: null,
    });
    expect(pop.lastContacts).toHaveLength(5);
    expect(pop.lastContacts[0]).toMatchObject({ note: '下周三再打', talkSeconds: 61 });
  });

  it('offers every result an agent may give, each with a key of its own', () => {
    const { results } = screenPop(facts());
    expect(results.map((each) => each.key).sort()).toEqual(AGENT_RESULTS.filter((key) => key !== 'UNFILLED').sort());
    expect(new Set(results.map((each) => each.hotKey)).size).toBe(results.length);
    expect(results.find((each) => each.key === 'CALLBACK')?.needs).toEqual(['callBackAt']);
  });

  it('cuts notes at 200 characters', () => {
    const note = screenPop(facts({}, '记'.repeat(500))).lastContacts[0]?.note ?? '';
    expect(note).toHaveLength(200);
    expect(note.endsWith('…')).toBe(true);
    expect(screenPop(facts({}, '记'.repeat(200))).lastContacts[0]?.note).toBe('记'.repeat(200));
  });

  it('masks numbers in every text, also where one is cut', () => {
    const number = '13800138000';
    const text = `${'记'.repeat(195)}${number}`;
    const pop = screenPop(
      facts({ contact: { id, fields: { [number]: `电话 ${number}`, 长: text }, attempts: 1 } }, text),
    );
    expect(JSON.stringify(pop)).not.toMatch(/1380013|0138000/);
  });

  it('fits a customer with huge fields, and says how many were left out', () => {
    const huge = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`栏目${i}`, '长'.repeat(50_000)]));
    const pop = screenPop(
      facts(
        {
          call: { ...facts().call, campaignName: '任'.repeat(10_000), mode: 'x'.repeat(10_000) },
          contact: { id, fields: huge, attempts: 99 },
          customer: {
            ...{ id, name: '名'.repeat(10_000), number: '138****8000', region: '区'.repeat(9_999) },
            ...{ carrier: '网'.repeat(9_999), level: '级'.repeat(9_999) },
          },
        },
        '注'.repeat(10_000),
      ),
    );
    expect(size(frame(pop))).toBeLessThanOrEqual(POP_MOST_BYTES);
    const kept = Object.keys(pop.contact.fields).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept + pop.contact.fieldsLeftOut).toBe(60);
    // The first ones are kept: lists put what matters first.
    expect(Object.keys(pop.contact.fields)[0]).toBe('栏目0');
  });

  it('fits whatever the facts hold', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.constantFrom(
        '\u0000'.repeat(999),
        '"\\'.repeat(999),
        '\ud83d'.repeat(999),
        '😀'.repeat(999),
        '\n'.repeat(999),
      ),
    );
    const fields = fc.dictionary(nasty, fc.oneof(nasty, fc.jsonValue()), { maxKeys: 80 });
    fc.assert(
      fc.property(nasty, fields, nasty, (text, own, note) => {
        const pop = screenPop(
          facts(
            {
              call: { ...facts().call, campaignName: text },
              contact: { id, fields: own, attempts: 1 },
              customer: { id, name: text, number: '138****8000', region: text, carrier: text, level: text },
            },
            note,
          ),
        );
        const sent = frame(pop);
        expect(size(sent)).toBeLessThanOrEqual(POP_MOST_BYTES);
        expect(Object.keys(pop.contact.fields).length + pop.contact.fieldsLeftOut).toBe(Object.keys(own).length);
        JSON.parse(sent);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a frame', () => {
  it('tells its place in its first characters, and nothing else does', () => {
    const text = frameText({ epoch: id, seq: 7 }, frameBody('agent.state', AT, { seq: 9 }));
    expect(JSON.parse(text)).toEqual({
      epoch: id,
      seq: 7,
      type: 'agent.state',
      at: '2026-01-05T00:00:00.000Z',
      data: { seq: 9 },
    });
    expect(placeOf(text)).toEqual({ epoch: id, seq: 7 });
    expect(placeOf('claim 7')).toBeUndefined();
    expect(readPosition(`${id}.7`)).toEqual({ epoch: id, seq: 7 });
    for (const wrong of ['', '7', `${id}.`, `${id}.x`, `.7`, `${id}.7 `]) expect(readPosition(wrong)).toBeUndefined();
  });
});
