import { type Position, readPosition } from '../../domain/event-frame.ts';
import type { Principal } from '../../domain/people.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { found } from '../found.ts';
import { shown } from '../shown.ts';

export interface Topic {
  kind: 'campaign' | 'group' | 'import' | 'export';
  id: string;
}

const TOPIC = /^(campaign|group|import|export):([0-9a-f-]{36})$/;
const MOST_TOPICS = 20;

/** `topics=campaign:<id>,group:<id>,import:<id>,export:<id>` of the address. */
export function readTopics(text: string | null): Topic[] {
  const names = [...new Set((text ?? '').split(',').filter((name) => name !== ''))];
  if (names.length > MOST_TOPICS) throw wrong('topics', names.length, `at most ${MOST_TOPICS} topics`);
  return names.map((name) => {
    const [, kind, id = ''] = TOPIC.exec(name) ?? [];
    if (kind === undefined)
      throw wrong('topics', name, 'campaign:<id>, group:<id>, import:<id> or export:<id>, with commas between');
    return { kind: kind as Topic['kind'], id };
  });
}

/** `since=epoch.seq` of the address: the place of the last frame read of one's own stream. */
export function readSince(text: string | null): Position | undefined {
  if (text === null || text === '') return undefined;
  const place = readPosition(text);
  if (place === undefined) throw wrong('since', text, 'epoch.seq of the last frame read');
  return place;
}

/** The door is a permission, what is behind it the scope: a topic beyond it is not there (DESIGN.md promise 7). */
export async function mayWatch(deps: ApiDeps, principal: Principal, topics: readonly Topic[]): Promise<void> {
  for (const { kind } of topics)
    if (kind !== 'export' && !principal.permissions.has(PERMISSION[kind])) throw new ApiError('forbidden');
  const rows = { campaign: deps.campaigns, group: deps.groups, import: deps.imports };
  // One's own exports need no permission.
  for (const { kind, id } of topics)
    found<unknown>(await (kind === 'export' ? deps.exports.get(principal, id) : rows[kind].get(principal.scope, id)));
}

const PERMISSION = { campaign: 'campaigns.live', group: 'campaigns.live', import: 'lists.read' } as const;

function wrong(field: string, came: unknown, wanted: string): ApiError {
  return new ApiError('invalid', { details: [{ field, came: shown(field, came), wanted }] });
}
