import { useQuery } from '@tanstack/react-query';
import { readColleagues, type Seat } from '../../api/agent.ts';

/** The other agent on the call, by name: frames tell only who it is. */
export function useColleagueName(colleague: Seat['colleague']): { agentId: string; name: string } | undefined {
  const isNameless = colleague !== null && colleague.name === undefined;
  const all = useQuery({ queryKey: ['colleagues'], queryFn: readColleagues, enabled: isNameless });
  if (colleague === null) return undefined;
  const { agentId, name } = colleague;
  return { agentId, name: name ?? all.data?.find((one) => one.agentId === agentId)?.name ?? '…' };
}
