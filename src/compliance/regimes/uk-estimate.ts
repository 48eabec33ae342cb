/**
 * The abandoned call rate as the UK reckoned it from 2008 to 2016 where no machine detection runs (RULES.md "Abandoned"): of the
 * abandoned calls as many are taken for answered by a machine as of those that agents heard.
 * @param abandoned calls that were answered by something and abandoned
 * @param people calls that reached an agent and were a person
 * @param machines calls that reached an agent and were a machine
 * @returns a fraction; 0 when there was nothing
 */
export function ukAbandonedRate(abandoned: number, people: number, machines: number): number {
  const heard = people + machines;
  const byPeople = heard > 0 ? abandoned - (abandoned * machines) / heard : abandoned;
  return byPeople + people > 0 ? byPeople / (people + byPeople) : 0;
}
