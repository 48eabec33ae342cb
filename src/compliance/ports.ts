/** What "why is it not dialing?" is told; src/db implements it. */
import type { CallingHours, GateFacts, NumberPlaceFacts } from '../dialer/ports.ts';
import type { GatePlan } from './gate.ts';

/** What speaks against a contact beside its own columns, as bits. */
export const FLAGS = {
  doNotCall: 1,
  inFlight: 2,
  frequency: 4,
  locked: 8,
  attemptsDay: 16,
  attemptsPart: 32,
  protected: 64,
  deleted: 128,
} as const;

/** So many contacts of a campaign for whom the gate has the same facts. */
export interface ContactKind {
  state: string;
  /** Key into `places`; null where the place is not known, and for contacts that are closed or dialing. */
  place: number | null;
  listId: string | null;
  importId: string | null;
  attempts: number;
  /** Not due yet. */
  isLater: boolean;
  /** Promised to one agent or squad. */
  isBound: boolean;
  flags: number;
  contacts: number;
}

export interface CampaignKinds {
  now: number;
  plan: GatePlan;
  kinds: readonly ContactKind[];
  places: ReadonlyMap<number, NumberPlaceFacts & { zones: readonly string[] }>;
  lists: ReadonlyMap<string, { active: boolean; hours: CallingHours['campaign'] | undefined; hasBasis: boolean }>;
  /** Imports with a legal basis. */
  based: ReadonlySet<string>;
}

export interface GateLook {
  /** All contacts of the campaign as of one moment; undefined: there is no such campaign. */
  campaign(campaignId: string): Promise<CampaignKinds | undefined>;
  contact(contactId: string): Promise<{ facts: GateFacts; plan: GatePlan; isBound: boolean } | undefined>;
}
