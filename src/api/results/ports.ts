/** What the API needs of a department's table of results. */
import type { Actor } from '../../domain/people.ts';
import type { GivenResult, ResultDefinition, ResultSettings } from '../../domain/result-table.ts';

export interface CallResults {
  table(departmentId: string): Promise<ResultDefinition[]>;
  /**
   * Of the call's campaign's department, active ones alone; `talkSeconds` undefined: no agent was joined. Undefined: no
   * call of this agent's.
   */
  ofCall(
    agentId: string,
    attemptId: string,
    key: string,
  ): Promise<{ definition: ResultDefinition | undefined; talkSeconds: number | undefined } | undefined>;
  /** `conflict` for a key that is taken. */
  create(actor: Actor, result: ResultSettings & { key: string; countsAs: GivenResult }): Promise<ResultDefinition>;
  change(actor: Actor, key: string, change: Partial<ResultSettings>): Promise<ResultDefinition>;
}
