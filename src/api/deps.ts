import type { FastifyBaseLogger } from 'fastify';
import type { GateLook } from '../compliance/ports.ts';
import type { CampaignHours, CampaignSettings } from '../domain/office.ts';
import type { ImportDesk } from '../lists/import-desk.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { CallBacks, ContactWork } from './contact-work/ports.ts';
import type { Door } from './door.ts';
import type { Exports } from './exports/ports.ts';
import type { GateDoors } from './gate-doors/ports.ts';
import type { Bindings, CallerProofs } from './lines/ports.ts';
import type { LoadLimits } from './load.ts';
import type {
  AbandonEvidenceSource,
  AuditTrail,
  Campaigns,
  Colleagues,
  Contacts,
  DoNotCall,
  EventFeed,
  Groups,
  HealthCheck,
  HttpMetrics,
  IdempotentAnswers,
  Lines,
  Lists,
  LiveFigures,
  People,
  Records,
  ScreenPops,
  Seats,
  Sessions,
  Stops,
  SystemSettings,
  Tickets,
} from './ports.ts';
import type { CallResults } from './results/ports.ts';

/** Everything that the API is built from; composed in src/main.ts. */
export interface ApiDeps {
  clock: Clock;
  ids: IdSource;
  logger: FastifyBaseLogger;
  /** fastify's `trustProxy`: whose X-Forwarded-For is believed. */
  trustProxy: boolean | string | string[];
  https?: { cert: string | Buffer; key: string | Buffer };
  /** Whether a thrown error says that the database cannot be reached. */
  isAway(error: unknown): boolean;

  sessions: Sessions;
  tickets: Tickets;
  people: People;
  groups: Groups;
  campaigns: Campaigns;
  lists: Lists;
  contacts: Contacts;
  callBacks: CallBacks;
  contactWork: ContactWork;
  gateLook: GateLook;
  abandonEvidence: AbandonEvidenceSource;
  /** Signs evidence files (src/domain/evidence-chain.ts). */
  evidenceKey: Uint8Array;
  records: Records;
  results: CallResults;
  seats: Seats;
  colleagues: Colleagues;
  doNotCall: DoNotCall;
  lines: Lines;
  bindings: Bindings;
  callerProofs: CallerProofs;
  stops: Stops;
  audit: AuditTrail;
  settings: SystemSettings;
  idempotentAnswers: IdempotentAnswers;
  gateDoors: GateDoors;
  imports: ImportDesk;
  exports: Exports;
  live: LiveFigures;
  screenPops: ScreenPops;
  /** Without it there is no stream of events. */
  events?: EventFeed;
  /** More WebSockets that are opened with a ticket. */
  doors?: readonly Door[];

  metrics: HttpMetrics;
  /** Looked at by /health/ready beside the event loop, which the API watches itself. */
  health: readonly HealthCheck[];
  /** What a new campaign has when its maker does not say (RULES.md "Frequency (CN preset)"). */
  /** IANA zone of the organisation. */
  floorZone: string;
  campaignDefaults: { hours: CampaignHours; frequency: CampaignSettings['frequency'] } & Partial<
    Pick<CampaignSettings, 'gate'>
  >;

  /** `health`: /health and /metrics alone. */
  serves?: 'all' | 'health';
  /** Where the built pages lie (an absolute folder); undefined: REST only. */
  pages?: { folder: string };

  load?: LoadLimits;
  /** Requests of one address in ten seconds. */
  requestsPer10s?: number;
  /** Requests of one person in ten seconds, from all addresses together. */
  requestsPer10sOfOne?: number;
}
