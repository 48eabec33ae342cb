/** What is kept of abandoned calls, for who must prove how they were treated (RULES.md "Abandoned"). Times in ms. */

/** What an abandoned customer may ask for by a key in the message: 1 and 9 (RULES.md "Abandoned"). */
export const ABANDON_ASKED = ['call-back', 'do-not-call'] as const;
export type AbandonAsked = (typeof ABANDON_ASKED)[number];

export interface AbandonedCall {
  attemptId: string;
  /** Masked. */
  number: string;
  placedAt: number;
  answeredAt: number | undefined;
  /** When an agent was to be rung; undefined = none was free. */
  offeredAt: number | undefined;
  messageStartedAt: number | undefined;
  /** When the message had been played to its end. */
  messagePlayedAt: number | undefined;
  endedAt: number;
  endedBy: string;
  patienceMs: number | undefined;
  rule: string;
  /** Key of the regime, and the day on which its rule was last checked against its source; empty = not known. */
  regime: string;
  regimeVersion: string;
  /** Who wrote it down: the engine, or the node by itself. */
  writtenBy: string;
}

export interface AbandonEvidenceFile {
  file: {
    exportId: string;
    /** Name and 工号. */
    exportedBy: string;
    at: number;
    campaignId: string;
    /** Calls placed in [from, to). */
    from: number;
    to: number;
    reason: string;
  };
  calls: readonly AbandonedCall[];
  /** People alone, counted as the abandon rate is (MODEL.md). */
  totals: { abandoned: number; connected: number };
  /** Where no window was asked for: each window of the campaign's regime, up to `to`; the file reaches as far as the longest. */
  windows?: readonly (EvidenceWindow & { abandoned: number; connected: number })[];
}

export interface EvidenceWindow {
  /** As live figures name it: `24h`, `30d`, `month`. */
  name: string;
  /** Abandoned ÷ people that holds in it. */
  limit: number;
  from: number;
}
