/** What the API needs of call-backs, and of which contact comes when. Each command writes its audit row with the change. */
import type { CallBackFilter, CallBackView } from '../../domain/call-back.ts';
import type { CampaignCalendar } from '../../domain/campaign-calendar.ts';
import type { ContactOrder } from '../../domain/contact-order.ts';
import type { ListReset, ResetSchedule } from '../../domain/list-reset.ts';
import type { ListView, Page, PageRequest } from '../../domain/office.ts';
import type { Actor } from '../../domain/people.ts';
import type { CallBackFor } from '../../domain/results.ts';
import type { RetryValue } from '../../domain/retry-rule.ts';
import type { Scope } from '../../domain/roles.ts';

export interface CallBacks {
  list(scope: Scope, filter: CallBackFilter, page: PageRequest): Promise<Page<CallBackView>>;
  get(scope: Scope, id: string): Promise<CallBackView | undefined>;
  /** These three refuse one that is being dialed or has ended, as `conflict`. */
  reschedule(actor: Actor, id: string, dueAt: number): Promise<CallBackView>;
  cancel(actor: Actor, id: string, reason: string): Promise<CallBackView>;
  handOver(
    actor: Actor,
    id: string,
    to: { for: CallBackFor; agentId: string | undefined; squadId: string | undefined },
  ): Promise<CallBackView>;
}

export interface ContactWork {
  /** The campaign's own rules; what they leave out is as shipped. Undefined: no such campaign for him. */
  retryRules(scope: Scope, campaignId: string): Promise<Record<string, RetryValue> | undefined>;
  putRetryRules(actor: Actor, campaignId: string, rules: Record<string, RetryValue>): Promise<void>;
  order(scope: Scope, campaignId: string): Promise<ContactOrder | undefined>;
  /** In force at once for what is queued next; the keys of the contacts that are there are made anew in the background. */
  putOrder(actor: Actor, campaignId: string, order: ContactOrder): Promise<void>;
  /** Null: it dials on every day. */
  calendar(scope: Scope, campaignId: string): Promise<CampaignCalendar | null | undefined>;
  putCalendar(actor: Actor, campaignId: string, calendar: CampaignCalendar | null): Promise<void>;
  setActive(actor: Actor, listId: string, active: boolean): Promise<ListView>;
  /** Ordered now, carried out in the background. */
  reset(actor: Actor, listId: string, order: { results: readonly string[]; reason: string }): Promise<ListReset>;
  resets(scope: Scope, listId: string): Promise<ListReset[] | undefined>;
  resetSchedule(scope: Scope, listId: string): Promise<ResetSchedule | null | undefined>;
  putResetSchedule(actor: Actor, listId: string, schedule: ResetSchedule | null): Promise<void>;
}
