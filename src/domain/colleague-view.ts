/** Agents as the others of their group see them (同事). */

export interface ColleagueView {
  agentId: string;
  name: string;
  username: string;
  state: string;
}

/** Two agents on one call, as one of them sees it. */
export interface CompanyView {
  /** The call in his hand is the other's, who asked him in. */
  guest: boolean;
  /** The other one: on his way to the call, or there. */
  colleague: { agentId: string; name: string } | undefined;
}
