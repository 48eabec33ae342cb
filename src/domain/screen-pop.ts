/**
 * The screen pop (弹屏; RULES.md "Screen pop"): what an agent sees of the customer, as ONE JSON of at most 8 KB. Pure: the
 * caller reads the facts. Numbers stand masked in the facts; numbers in free text are masked here. What is cut, in this
 * order: notes at 200 characters, other texts at 100, own columns at 200 each; then own columns are left out from the last
 * one on, with their count in `contact.fieldsLeftOut`, until the whole fits.
 */
import { maskPhonesInText } from './phone-mask.ts';
import { type ResultDefinition, resultTable } from './result-table.ts';

export const POP_MOST_BYTES = 8_192;
/** `{"epoch":…,"seq":…,"type":…,"at":…,"data":…}` around it. */
const FRAME_BYTES = 256;
const NOTE_MOST = 200;
const TEXT_MOST = 100;
const FIELD_MOST = 200;
const NAME_MOST = 60;
export const LAST_CONTACTS = 5;

export interface PopFacts {
  call: {
    attemptId: string;
    campaignId: string;
    campaignName: string;
    /** How it was dialed: predictive, progressive, ratio, preview, manual. */
    mode: string;
    answeredAt: number | undefined;
    connectedAt: number | undefined;
  };
  contact: { id: string; fields: Readonly<Record<string, unknown>>; attempts: number };
  customer: {
    id: string | undefined;
    name: string | undefined;
    /** Masked. */
    number: string;
    region: string | undefined;
    carrier: string | undefined;
    level: string | undefined;
  };
  /** Newest first. */
  /** Results of the department's own (`resultTable`); left out: as shipped. */
  results?: readonly ResultDefinition[];
  lastContacts: readonly {
    at: number;
    result: string;
    disposition: string | undefined;
    agentName: string | undefined;
    talkSeconds: number;
    note: string | undefined;
  }[];
}

export interface ScreenPop {
  call: {
    attemptId: string;
    campaignId: string;
    campaignName: string;
    mode: string;
    answeredAt: string | null;
    connectedAt: string | null;
  };
  contact: { id: string; fields: Record<string, string>; fieldsLeftOut: number; attempts: number };
  customer: {
    id: string | null;
    name: string | null;
    number: string;
    region: string | null;
    carrier: string | null;
    level: string | null;
  };
  lastContacts: {
    at: string;
    result: string;
    disposition: string | null;
    agentName: string | null;
    talkSeconds: number;
    note: string | null;
  }[];
  /** Nothing in Boda makes tasks, opportunities or scripts yet. */
  tasks: [];
  opportunities: [];
  script: null;
  /** Those that the agent may give, in the order of the department's table. */
  results: { key: string; nameZh: string; nameEn: string; hotKey: string; needs: string[] }[];
}

/** Fits in `POP_MOST_BYTES` with its frame around it, whatever the facts hold. */
export function screenPop(facts: PopFacts): ScreenPop {
  const { call, contact, customer } = facts;
  const pop: ScreenPop = {
    call: {
      attemptId: call.attemptId,
      campaignId: call.campaignId,
      campaignName: cut(call.campaignName, TEXT_MOST),
      mode: cut(call.mode, TEXT_MOST),
      answeredAt: iso(call.answeredAt),
      connectedAt: iso(call.connectedAt),
    },
    contact: { id: contact.id, fields: {}, fieldsLeftOut: 0, attempts: contact.attempts },
    customer: {
      id: customer.id ?? null,
      name: cutOrNull(customer.name, TEXT_MOST),
      number: cut(customer.number, TEXT_MOST),
      region: cutOrNull(customer.region, TEXT_MOST),
      carrier: cutOrNull(customer.carrier, TEXT_MOST),
      level: cutOrNull(customer.level, TEXT_MOST),
    },
    lastContacts: facts.lastContacts.slice(0, LAST_CONTACTS).map((last) => ({
      at: new Date(last.at).toISOString(),
      result: last.result,
      disposition: last.disposition ?? null,
      agentName: cutOrNull(last.agentName, NAME_MOST),
      talkSeconds: last.talkSeconds,
      note: cutOrNull(last.note, NOTE_MOST),
    })),
    tasks: [],
    opportunities: [],
    script: null,
    results: resultTable(facts.results ?? [])
      .filter(({ active }) => active)
      .map(choice),
  };
  fitFields(pop, contact.fields);
  return pop;
}

function choice({ key, nameZh, nameEn, hotKey = '', needs }: ResultDefinition): ScreenPop['results'][number] {
  return { key, nameZh, nameEn, hotKey, needs: [...needs] };
}

function fitFields(pop: ScreenPop, fields: Readonly<Record<string, unknown>>): void {
  let room = POP_MOST_BYTES - FRAME_BYTES - bytes(pop);
  const kept = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    const key = cut(name, NAME_MOST);
    const text = cut(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), FIELD_MOST);
    // Quotes, colon and comma are counted with the entry.
    const costs = bytes(key) + bytes(text) + 2;
    if (pop.contact.fieldsLeftOut > 0 || costs > room || kept.has(key)) pop.contact.fieldsLeftOut += 1;
    else {
      kept.set(key, text);
      room -= costs;
    }
  }
  pop.contact.fields = Object.fromEntries(kept);
}

function bytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Half a surrogate pair. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as it may be shown: numbers masked, no characters that nobody sees (JSON would make six bytes of each). */
function cut(text: string, most: number): string {
  // Masked before it is cut: half a number would not be known as one.
  const clean = maskPhonesInText(text.slice(0, most * 20).replace(UNSEEN, ''));
  return (clean.length <= most ? clean : `${clean.slice(0, most - 1)}…`).replace(HALF, '�');
}

function cutOrNull(text: string | undefined, most: number): string | null {
  return text === undefined ? null : cut(text, most);
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
