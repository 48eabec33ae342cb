import type { CampaignHours } from '../../domain/office.ts';
import type { Actor } from '../../domain/people.ts';

/** What the gate reads beside a campaign's settings. Each change is in force for the next intent. */
export interface GateDoors {
  putPrefixes(actor: Actor, teamId: string, prefixes: readonly string[] | null): Promise<void>;
  putListHours(actor: Actor, listId: string, hours: CampaignHours['campaign'] | null): Promise<void>;
  putZones(actor: Actor, contactId: string, zones: readonly string[] | null): Promise<void>;
}
