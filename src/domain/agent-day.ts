/** How an agent's day went, from the call records of the calls placed since `from`. */
export interface AgentDay {
  /** Calls placed for him or joined to him. */
  calls: number;
  connected: number;
  /** From being joined to the end of the call, ms. */
  talkMs: number;
  /** From the end of a call joined to him to its result, ms; one that has none yet counts nothing. */
  wrapUpMs: number;
  /** Calls by result: the agent's own where he gave one, else the engine's. */
  results: Record<string, number>;
}
