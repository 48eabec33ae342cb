import type { AbandonRecord, CallRecord, EndedBy, WrapUpRecord } from '../dialer/ports.ts';
import { ABANDON_ASKED } from '../domain/abandon-evidence.ts';
import { type CallSegment, SEGMENT_KINDS } from '../domain/call-segments.ts';
import { AGENT_RESULTS, CALL_BACK_FOR, SYSTEM_RESULTS } from '../domain/results.ts';
import { isUuid } from '../shared/ids.ts';
import type { RecordEntry } from './ports.ts';

/** One line of the spool. */
export function encode(entry: RecordEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The entry of a spooled line; undefined for anything that `encode` did not write whole. */
export function decode(line: string): RecordEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (!isObject(entry) || !isObject(entry.record)) return undefined;
    const fields = new Fields(entry.record);
    if (entry.type === 'settle') return { type: 'settle', record: callRecord(fields) };
    if (entry.type === 'wrap-up') return { type: 'wrap-up', record: wrapUpRecord(fields) };
    return undefined;
  } catch {
    return undefined;
  }
}

const ENDED_BY: readonly EndedBy[] = ['customer', 'agent', 'system', 'carrier', 'unknown'];

function callRecord(f: Fields): CallRecord {
  return {
    attemptId: f.id('attemptId'),
    groupId: f.id('groupId'),
    campaignId: f.id('campaignId'),
    listId: f.id('listId'),
    contactId: f.id('contactId'),
    customerId: f.maybeId('customerId'),
    phoneId: f.id('phoneId'),
    trunkId: f.id('trunkId'),
    callerIdId: f.maybeId('callerIdId'),
    node: f.text('node'),
    mode: f.text('mode'),
    source: f.text('source'),
    agentId: f.maybeId('agentId'),
    placedAt: f.number('placedAt'),
    sentAt: f.maybeNumber('sentAt'),
    ringingAt: f.maybeNumber('ringingAt'),
    answeredAt: f.maybeNumber('answeredAt'),
    offeredAt: f.maybeNumber('offeredAt'),
    connectedAt: f.maybeNumber('connectedAt'),
    endedAt: f.number('endedAt'),
    result: f.oneOf('result', SYSTEM_RESULTS),
    cause: f.maybeNumber('cause'),
    techCause: f.maybeNumber('techCause'),
    causeText: f.maybeText('causeText'),
    endedBy: f.oneOf('endedBy', ENDED_BY),
    charged: f.flag('charged'),
    ...f.ifThere('counted', (name) => f.flag(name)),
    abandon: f.maybe('abandon', abandonRecord),
    retryAt: f.maybeNumber('retryAt'),
    ...f.ifThere('otherAt', (name) => f.number(name)),
    ...f.ifThere('denied', (name) => f.flag(name)),
    ...f.ifThere('segments', (name) => f.list(name, segment)),
  };
}

function segment(f: Fields): CallSegment {
  return {
    agentId: f.id('agentId'),
    kind: f.oneOf('kind', SEGMENT_KINDS),
    from: f.number('from'),
    to: f.maybeNumber('to'),
  };
}

function abandonRecord(f: Fields): AbandonRecord {
  return {
    answeredAt: f.number('answeredAt'),
    messageStartedAt: f.maybeNumber('messageStartedAt'),
    messagePlayedAt: f.maybeNumber('messagePlayedAt'),
    patienceMs: f.number('patienceMs'),
    rule: f.text('rule'),
    writtenBy: f.oneOf('writtenBy', ['engine', 'node']),
    ...f.ifThere('asked', (name) => f.oneOf(name, ABANDON_ASKED)),
    ...f.ifThere('regime', (name) => f.text(name)),
    ...f.ifThere('lockedUntil', (name) => f.number(name)),
    ...f.ifThere('lockLiftedBy', (name) => f.oneOf(name, ['agent-reserved', 'nothing'] as const)),
  };
}

function wrapUpRecord(f: Fields): WrapUpRecord {
  return {
    attemptId: f.id('attemptId'),
    placedAt: f.number('placedAt'),
    agentId: f.id('agentId'),
    wrappedAt: f.number('wrappedAt'),
    disposition: f.oneOf('disposition', AGENT_RESULTS),
    ...f.ifThere('resultKey', (name) => f.text(name)),
    ...f.ifThere('callBackFor', (name) => f.oneOf(name, CALL_BACK_FOR)),
    retryAt: f.maybeNumber('retryAt'),
    doNotCall: f.flag('doNotCall'),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Reads fields of one object of unknown shape; throws at the first that does not fit. */
class Fields {
  readonly #object: Record<string, unknown>;
  constructor(object: Record<string, unknown>) {
    this.#object = object;
  }

  text(name: string): string {
    const value = this.#object[name];
    if (typeof value !== 'string') throw new Error(name);
    return value;
  }
  id(name: string): string {
    const value = this.text(name);
    if (!isUuid(value)) throw new Error(name);
    return value;
  }
  number(name: string): number {
    const value = this.#object[name];
    if (typeof value !== 'number') throw new Error(name);
    return value;
  }
  flag(name: string): boolean {
    const value = this.#object[name];
    if (typeof value !== 'boolean') throw new Error(name);
    return value;
  }
  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const text = this.text(name);
    const value = values.find((each) => each === text);
    if (value === undefined) throw new Error(name);
    return value;
  }
  /** The field under its own name, or nothing: for what older spools do not have. */
  ifThere<N extends string, T>(name: N, read: (name: N) => T): { [K in N]?: T } {
    return this.#object[name] === undefined ? {} : ({ [name]: read(name) } as { [K in N]?: T });
  }
  maybe<T>(name: string, read: (fields: Fields) => T): T | undefined {
    const value = this.#object[name];
    if (value === undefined) return undefined;
    if (!isObject(value)) throw new Error(name);
    return read(new Fields(value));
  }
  list<T>(name: string, read: (fields: Fields) => T): T[] {
    const value = this.#object[name];
    if (!Array.isArray(value) || !value.every(isObject)) throw new Error(name);
    return value.map((each) => read(new Fields(each)));
  }
  maybeText(name: string): string | undefined {
    return this.#object[name] === undefined ? undefined : this.text(name);
  }
  maybeId(name: string): string | undefined {
    return this.#object[name] === undefined ? undefined : this.id(name);
  }
  maybeNumber(name: string): number | undefined {
    return this.#object[name] === undefined ? undefined : this.number(name);
  }
}
