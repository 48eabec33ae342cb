import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { PgAuditTrail } from './audit.ts';
import { deriveEvidenceKey, type PhoneVault } from './crypto.ts';
import { PgGateLook } from './gates-report.ts';
import { PgPeople } from './people.ts';
import { PgSessions } from './people-sessions.ts';
import type { Db } from './pool.ts';
import { PgAnswers } from './queries-answers.ts';
import { PgBindings } from './queries-bindings.ts';
import { PgCallBacks } from './queries-call-backs.ts';
import { PgCallerProofs } from './queries-caller-proofs.ts';
import { PgLines } from './queries-callers.ts';
import { PgCampaigns } from './queries-campaigns.ts';
import { PgColleagues } from './queries-colleagues.ts';
import { PgContacts } from './queries-contacts.ts';
import type { ReadNumber } from './queries-dial.ts';
import { PgDoNotCall, type ToE164 } from './queries-do-not-call.ts';
import { PgAbandonEvidence } from './queries-evidence.ts';
import { PgGateDoors } from './queries-gate-doors.ts';
import { PgGroups } from './queries-groups.ts';
import { PgLists } from './queries-lists.ts';
import { PgRecords } from './queries-records.ts';
import { PgResults } from './queries-results.ts';
import { PgSeats } from './queries-seats.ts';
import { PgSettings } from './queries-settings.ts';
import { PgStops } from './queries-stops.ts';
import { PgTickets } from './queries-tickets.ts';
import { PgScreenPops } from './screen-pops.ts';

export interface OfficeParts {
  /** The pool of people's requests (`pools.api`). */
  db: Db;
  /** The pool of long reads (`pools.reports`): checking the audit chain. */
  reports: Db;
  /** The pool of "why is it not dialing?" (`pools.gates`); not given: that of long reads. */
  gates?: Db;
  clock: Clock;
  ids: IdSource;
  vault: PhoneVault;
  secretKey: string;
  toE164: ToE164;
  readNumber: ReadNumber;
  /** IANA zone of the floor: its days bound the caps of attempts and the authorisations of caller numbers. */
  floorZone?: string;
}

/** All commands and queries of the API, on Postgres. */
export function createOffice(parts: OfficeParts) {
  const { db, reports, clock, ids, vault, secretKey, toE164, readNumber, floorZone = 'Asia/Shanghai' } = parts;
  const trail = new PgAuditTrail(db, clock);
  const chain = new PgAuditTrail(reports, clock);
  const sessions = new PgSessions(db, clock, ids, secretKey);
  return {
    sessions,
    tickets: new PgTickets(db, clock, sessions),
    people: new PgPeople(db, clock, ids),
    groups: new PgGroups(db, clock, ids),
    campaigns: new PgCampaigns(db, clock, ids),
    lists: new PgLists(db, clock, ids),
    callBacks: new PgCallBacks(db, clock),
    contacts: new PgContacts(db),
    gateDoors: new PgGateDoors(db, clock),
    gateLook: new PgGateLook(parts.gates ?? reports, clock, floorZone),
    records: new PgRecords(db),
    results: new PgResults(db, clock, ids),
    abandonEvidence: new PgAbandonEvidence(reports, clock, ids),
    evidenceKey: deriveEvidenceKey(secretKey),
    seats: new PgSeats({ db, clock, ids, vault, readNumber }),
    colleagues: new PgColleagues(db),
    screenPops: new PgScreenPops(db),
    doNotCall: new PgDoNotCall({ db, clock, ids, vault, toE164 }),
    lines: new PgLines(db, clock, ids, floorZone),
    bindings: new PgBindings(db, clock, secretKey),
    callerProofs: new PgCallerProofs(db, clock, secretKey),
    stops: new PgStops(db, clock, ids),
    settings: new PgSettings(db, clock),
    idempotentAnswers: new PgAnswers(db, clock, secretKey),
    audit: {
      list: trail.list.bind(trail),
      noteForeign: trail.noteForeign.bind(trail),
      verify: chain.verify.bind(chain),
    },
  };
}
