import type { SystemResult } from '../domain/results.ts';

/** How a leg that nobody took ended, as Asterisk and our own timer tell it. */
export interface LegEnd {
  /** Q.850 cause of ChannelDestroyed. */
  cause: number;
  /** SIP status, where Asterisk knows it (`tech_cause`, from 22.7). */
  techCause: number | undefined;
  /** A 180 or 183 was seen. */
  ringingSeen: boolean;
  /** Our own set-up or ring timer ended the call. */
  ourTimeout: boolean;
  /** The far side had answered. */
  answered: boolean;
}

/**
 * SIP status → result. INVALID, POWEROFF and SUSPENDED are not here on purpose: a bare status of one line does not prove
 * them (RULES.md "Retry": carriers send 404 and 480 for blocked or too frequent callers too). 401, 403 and 407 mean that
 * the carrier does not accept us: no fault of the number.
 */
const BY_STATUS: Readonly<Record<number, SystemResult>> = {
  401: 'TRUNK_FAIL',
  403: 'TRUNK_FAIL',
  404: 'UNREACHABLE',
  407: 'TRUNK_FAIL',
  408: 'UNREACHABLE',
  410: 'UNREACHABLE',
  480: 'UNREACHABLE',
  484: 'UNREACHABLE',
  486: 'BUSY',
  487: 'CANCELLED',
  488: 'TRUNK_FAIL',
  500: 'TRUNK_FAIL',
  503: 'CONGESTED',
  600: 'BUSY',
  603: 'REJECTED',
  604: 'UNREACHABLE',
  607: 'BLOCKED',
  608: 'BLOCKED',
};

/** Q.850 cause → result, for ends without a SIP status (ASTERISK.md 14, Q.850 table 1). */
const BY_CAUSE: Readonly<Record<number, SystemResult>> = {
  1: 'UNREACHABLE',
  17: 'BUSY',
  18: 'UNREACHABLE',
  19: 'UNREACHABLE',
  20: 'UNREACHABLE',
  21: 'REJECTED',
  22: 'UNREACHABLE',
  28: 'UNREACHABLE',
  31: 'UNREACHABLE',
  34: 'CONGESTED',
  38: 'TRUNK_FAIL',
  41: 'CONGESTED',
  42: 'CONGESTED',
  44: 'CONGESTED',
  58: 'TRUNK_FAIL',
  127: 'BLOCKED',
};

/**
 * What the causes tell of a leg that reached no agent (ASTERISK.md 14, RULES.md "Results"). Our own ring time-out, an
 * unreachable carrier and a remote 480 all show 19/480, so the timer and the ringing decide before the table.
 */
export function classifyEnd(end: LegEnd): SystemResult {
  if (end.answered) return 'HUNGUP_WAITING';
  if (end.ourTimeout) return end.ringingSeen ? 'NOANSWER' : 'TRUNK_FAIL';
  const told = end.techCause !== undefined && end.techCause >= 400 ? byStatus(end.techCause) : byCause(end);
  // It rang and nobody took it: the phone was there.
  return told === 'UNREACHABLE' && end.ringingSeen && rangOut(end) ? 'NOANSWER' : told;
}

function byStatus(status: number): SystemResult {
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  return status >= 600 ? 'REJECTED' : status >= 500 ? 'TRUNK_FAIL' : 'UNREACHABLE';
}

function byCause(end: LegEnd): SystemResult {
  const known = BY_CAUSE[end.cause];
  if (known !== undefined) return known;
  // Cleared normally before an answer: our own cancel, or a carrier that says nothing more of it.
  if (end.cause === 16) return 'CANCELLED';
  return end.ringingSeen ? 'NOANSWER' : 'TRUNK_FAIL';
}

function rangOut(end: LegEnd): boolean {
  return end.cause === 18 || end.cause === 19 || end.techCause === 408 || end.techCause === 480;
}
