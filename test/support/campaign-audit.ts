import { existsSync } from 'node:fs';
import { type CarrierCall, readCarrierLog } from '../../scripts/asterisk/carrier-log.ts';
import { heard, isClosed } from '../../scripts/asterisk/heard.ts';
import { type Behaviour, behaviourOf } from '../../scripts/asterisk/numbers.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import type { AsteriskPair } from './asterisk.ts';
import { FLOOR_SECRET, type Floor } from './floor.ts';
import { until } from './until.ts';

/** What the carrier saw of a campaign, held against our records. Every list names the numbers at fault: empty = well. */
export interface CampaignAudit {
  dialed: Map<string, CarrierCall[]>;
  dialedTwice: string[];
  wrongResults: { number: string; behaviour: Behaviour | undefined; result: string | undefined; carrier: string }[];
  /** Persons who answered and got neither an agent nor the message, though they stayed. */
  neither: { number: string; result: string | undefined; waitedMs: number }[];
  connected: number;
  abandoned: number;
  bothWays: number;
  /** What each agent's phone heard of customers over its whole shift, ms, by a recording at its end. */
  agentsHeardMs: number[];
  /** Joined, but the customer did not hear the agent. */
  oneWay: {
    number: string;
    result: string | undefined;
    talkMs: number;
    agentMs: number;
    recordedMs: number;
    file: string | undefined;
  }[];
}

/** Results that each behaviour may end in; a person's depends on whether an agent was free. */
const PERSON = ['CONNECTED', 'HUNGUP', 'ABANDONED', 'HUNGUP_WAITING'];
const EXPECTED: Record<Behaviour, readonly string[]> = {
  person: PERSON,
  longTalker: PERSON,
  stays: PERSON,
  hangsUpAtOnce: PERSON,
  machine: PERSON,
  answersLate: PERSON,
  silent: PERSON,
  presses: PERSON,
  noAnswer: ['NOANSWER'],
  neverReplies: ['TRUNK_FAIL'],
  announcement: ['NOANSWER'],
  announcementThenInvalid: ['INVALID', 'UNREACHABLE'],
  ringsThenBusy: ['BUSY'],
  busy: ['BUSY'],
  invalid: ['INVALID', 'UNREACHABLE'],
  congestion: ['CONGESTED'],
  rejected: ['REJECTED'],
  powerOff: ['NOANSWER', 'UNREACHABLE', 'POWEROFF'],
  code4xx: [],
  code5xx: [],
  code6xx: [],
};

/** The shipped grace, when the engine was there all the time. */
const MAY_BE_GONE_MS = 1_500;
/** A talk shorter than this need not show in a recording, ms. */
const SHORT_TALK_MS = 700;

interface RecordRow {
  [column: string]: unknown;
  ciphertext: Buffer;
  result: string;
  answered_at: Date | null;
  connected_at: Date | null;
  ended_at: Date;
}

export interface AuditOptions {
  /** A person who hangs up within this time after the answer may be gone before anybody could serve him, ms. */
  mayBeGoneMs?: number;
  /** The engine was dead for a while: what ended meanwhile without a word may be UNKNOWN or CANCELLED. */
  alsoUnknown?: boolean;
}

export async function audit(floor: Floor, pair: AsteriskPair, options: AuditOptions = {}): Promise<CampaignAudit> {
  const vault = createPhoneVault(FLOOR_SECRET);
  const rows = await floor.sql<RecordRow>(
    `select p.ciphertext, r.result, r.answered_at, r.connected_at, r.ended_at
     from call_record r join phone p on p.id = r.phone_id`,
  );
  const records = new Map(rows.map((row) => [vault.open(row.ciphertext).replace('+86', ''), row]));
  const calls = await wholeLog(pair, [...records.keys()]);
  const dialed = new Map<string, CarrierCall[]>();
  for (const call of calls) dialed.set(call.number, [...(dialed.get(call.number) ?? []), call]);

  const found: CampaignAudit = {
    dialed,
    dialedTwice: [...dialed].filter(([, list]) => list.length > 1).map(([number]) => number),
    wrongResults: [],
    neither: [],
    connected: 0,
    abandoned: 0,
    bothWays: 0,
    agentsHeardMs: readCarrierLog(pair.carrier.dir).flatMap(({ kind, heardFile }) =>
      kind === 'agent' && heardFile && existsSync(heardFile) ? [heard(heardFile).customerMs] : [],
    ),
    oneWay: [],
  };
  for (const [number, [call]] of dialed) {
    if (!call) continue;
    const row = records.get(number);
    const behaviour = behaviourOf(number);
    const carrier = call.answeredAt === undefined ? 'not answered' : `answered, ended by ${call.endedBy}`;
    const excused = options.alsoUnknown && (row?.result === 'UNKNOWN' || row?.result === 'CANCELLED');
    if (!excused && (!behaviour || !row || !EXPECTED[behaviour].includes(row.result)))
      found.wrongResults.push({ number, behaviour, result: row?.result, carrier });
    if (call.answeredAt !== undefined) judgeAnswered(found, number, call, row, options.mayBeGoneMs ?? MAY_BE_GONE_MS);
  }
  return found;
}

/** The carrier writes its line, and closes the recording, a moment after our record; what never comes is the audit's to tell. */
async function wholeLog(pair: AsteriskPair, numbers: readonly string[]): Promise<CarrierCall[]> {
  const read = (): CarrierCall[] => readCarrierLog(pair.carrier.dir).filter((call) => call.kind !== 'agent');
  await until(
    () => {
      const calls = read();
      const logged = new Set(calls.map(({ number }) => number));
      const open = calls.filter(({ heardFile }) => heardFile && existsSync(heardFile) && !isClosed(heardFile));
      return open.length === 0 && numbers.every((number) => logged.has(number));
    },
    { what: 'the carrier’s log to be whole', timeoutMs: 20_000 },
  ).catch(() => undefined);
  return read();
}

function judgeAnswered(
  found: CampaignAudit,
  number: string,
  call: CarrierCall,
  row: RecordRow | undefined,
  mayBeGoneMs: number,
): void {
  const waitedMs = call.endedAt - (call.answeredAt ?? call.endedAt);
  const tones = call.heardFile && existsSync(call.heardFile) ? heard(call.heardFile) : undefined;
  const talkMs = row?.connected_at ? call.endedAt - row.connected_at.getTime() : 0;
  const served = (tones?.agentMs ?? 0) > 0 || (tones?.messageMs ?? 0) > 0;
  if (row?.result === 'ABANDONED') found.abandoned += 1;
  if (row?.connected_at) {
    found.connected += 1;
    if ((tones?.agentMs ?? 0) > 0) found.bothWays += 1;
    else if (talkMs > SHORT_TALK_MS)
      found.oneWay.push({
        number,
        result: row.result,
        talkMs,
        agentMs: tones?.agentMs ?? 0,
        recordedMs: tones?.totalMs ?? 0,
        file: call.heardFile,
      });
  }
  const leftByHimself = call.endedBy === 'callee' && waitedMs <= mayBeGoneMs;
  const shortTalk = row?.connected_at && talkMs <= SHORT_TALK_MS;
  if (!served && !leftByHimself && !shortTalk) found.neither.push({ number, result: row?.result, waitedMs });
}
