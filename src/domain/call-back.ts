/**
 * A call-back (预约回拨): what an agent agreed with a customer. RULES.md "Call-backs".
 *
 *   pending ──its time──► due ──dialed──► dialing ──reached──► done
 *      ▲                   │                 └──not reached: the retry rule──► pending | expired
 *      └────rescheduled────┘                 any ──► expired (too late, contact closed) | cancelled | replaced
 */
import type { CallBackFor } from './results.ts';

export const CALL_BACK_STATES = ['pending', 'due', 'dialing', 'done', 'expired', 'cancelled', 'replaced'] as const;
export type CallBackState = (typeof CALL_BACK_STATES)[number];

export interface CallBackView {
  id: string;
  contactId: string;
  campaignId: string;
  departmentId: string;
  madeBy: string | undefined;
  for: CallBackFor;
  agentId: string | undefined;
  squadId: string | undefined;
  dueAt: number;
  createdAt: number;
  state: CallBackState;
  endedAt: number | undefined;
  /** Masked (RULES.md "Masking"). */
  number: string;
  name: string | undefined;
}

export interface CallBackFilter {
  state: CallBackState | undefined;
  agentId: string | undefined;
  campaignId: string | undefined;
}

/** Settings of the installation, by their keys, with what is shipped. */
export const CALL_BACK_SETTINGS = {
  /** Open ones of one agent. */
  'callBack.mostOpen': 50,
  'callBack.mostDaysAhead': 90,
  /** Not dialed for so many days after its time: it has expired, and the contact goes on like others. */
  'callBack.expireDays': 7,
} as const;

/** Whom to remind of what: five minutes before, and at the time. */
export interface CallBackReminder {
  callBackId: string;
  contactId: string;
  campaignId: string;
  dueAt: number;
  when: 'soon' | 'now';
  agentIds: readonly string[];
}

export const REMIND_BEFORE_MS = 5 * 60_000;
