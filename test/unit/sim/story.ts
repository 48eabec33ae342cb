import type { Heard, Scenario, Stage } from './scenarios.ts';

/** What one scenario brought forth, without what differs from run to run. */
export interface Story {
  /** `METHOD path → status body`. */
  answers: string[];
  /** What each ear heard about each channel, bridge or endpoint, in order. */
  events: Record<string, string[]>;
}

type Json = Record<string, unknown>;
const part = (event: Heard, key: string): Json | undefined => event[key] as Json | undefined;

/** RTP statistics and bridge peers are noise; a BridgeDestroyed comes or not, on the real one too. */
function noise(event: Heard): boolean {
  if (event.type === 'ChannelVarset') return /^(RTPAUDIO|BRIDGEP)/.test(String(event.variable));
  if (event.type === 'ChannelConnectedLine') return part(event, 'channel')?.state === 'Up';
  return event.type === 'BridgeDestroyed';
}

function subject(event: Heard): string {
  const id =
    part(event, 'channel')?.id ??
    part(event, 'bridge')?.id ??
    part(event, 'peer')?.id ??
    part(event, 'endpoint')?.resource;
  // A Dial races with the channel's other events: its order tells nothing, so it has a line of its own.
  return event.type === 'Dial' ? `${id} (Dial)` : String(id ?? '-');
}

function token(event: Heard): string {
  const channel = part(event, 'channel') ?? part(event, 'peer');
  const plan = channel?.dialplan as Json | undefined;
  const shown = ['dialstatus', 'cause', 'cause_txt', 'tech_cause', 'soft', 'args', 'variable', 'value', 'destination']
    .concat('dialplan_app', 'dialplan_app_data', 'userevent')
    .flatMap((key) => (event[key] === undefined ? [] : [`${key}=${JSON.stringify(event[key])}`]));
  const members = part(event, 'bridge')?.channels;
  if (members) shown.push(`members=${JSON.stringify(members)}`);
  const endpoint = part(event, 'endpoint');
  if (endpoint) shown.push(`${endpoint.state} ${JSON.stringify(endpoint.channel_ids)}`);
  const where = plan ? ` @${plan.context},${plan.exten},${plan.priority},${plan.app_name}` : '';
  const state = event.type === 'Dial' ? '' : ` ${channel?.state ?? ''}`;
  const keys = event.type === 'Dial' ? '' : ` {${Object.keys(channel ?? {}).sort()}}`;
  return scrub(`${event.type}${state}${where}${keys} ${shown.join(' ')} {${Object.keys(event).sort()}}`);
}

function scrub(text: string): string {
  return (
    text
      .replace(/~\d{10}/g, '~EPOCH')
      .replace(/PJSIP\/1\d{10}@/g, 'PJSIP/NUMBER@')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+\+0000/g, 'TIME')
      .replace(/(PJSIP\/[\w-]+)-[0-9a-f]{8}/g, '$1-N')
      .replace(/"protocol_id":"[^"]*"/g, '"protocol_id":"ID"')
      // An endpoint that was pushed twice names the caller so: a quirk that nothing hangs on.
      .replaceAll('"unknown"', '""')
  );
}

/** The answer of a configuration object is long and known; all others count whole. */
function answerText(path: string, status: number, body: unknown): string {
  if (path.includes('/config/dynamic/') && status === 200) return `${status} ${(body as Json[]).length} attributes`;
  return scrub(`${status} ${JSON.stringify(sorted(body))}`);
}

/** Keys in order, lists of ids in order: neither is promised. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(sorted);
    return list.every((v) => typeof v === 'string') ? list.sort() : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, v]) => [key, sorted(v)]),
  );
}

/** Writes down answers and events while a scenario is played. */
export class Scribe {
  readonly story: Story = { answers: [], events: {} };

  answer(method: string, path: string, status: number, body: unknown): void {
    this.story.answers.push(scrub(`${method} ${path} → ${answerText(path, status, body === '' ? undefined : body)}`));
  }

  heard(ear: string, event: Heard): void {
    if (noise(event)) return;
    const key = `${ear}: ${subject(event)}`;
    this.story.events[key] = [...(this.story.events[key] ?? []), token(event)];
  }

  /** The story with its parts in alphabetical order. */
  finished(): Story {
    const events = Object.entries(this.story.events).sort(([a], [b]) => (a < b ? -1 : 1));
    return { answers: this.story.answers, events: Object.fromEntries(events) };
  }
}

/** Plays a scenario on a stage and gives its story. */
export async function play(scenario: Scenario, makeStage: (scribe: Scribe) => Promise<Stage>): Promise<Story> {
  const scribe = new Scribe();
  await scenario(await makeStage(scribe));
  return scribe.finished();
}
