import { tellEar } from './bridges.ts';
import { CAUSE_OF_REASON, sipOfOwnCause } from './causes.ts';
import { channelJson, type SimChannel } from './channel.ts';
import type { Core, Routes, SimRequest } from './router.ts';
import { isJson } from './router.ts';
import { type Answer, done, ok, parseCallerId, refuse, text } from './wire.ts';

/** `/channels`. */
/** The one value of http.conf that anybody asks for. */
const SESSION_LIMIT = 'AST_CONFIG(http.conf,general,sessionlimit)';

export const channelRoutes: Routes = {
  'GET channels': (core) => ok(core.channels.all().map(channelJson)),
  'POST channels': (core, r) => originate(core, r, r.param('channelId')),
  'POST channels/*': (core, r) => originate(core, r, r.ids[0]),
  'GET channels/*': onChannel((_core, _r, channel) => ok(channelJson(channel))),
  'DELETE channels/*': onChannel(hangUp),
  'POST channels/*/continue': inStasis((core, r, channel) => {
    const context = r.param('context');
    const exten = r.param('extension');
    const place = {
      context: context ?? channel.place.context,
      exten: exten ?? channel.place.exten,
      priority: Number(r.param('priority') ?? 1),
    };
    core.channels.continueInDialplan(channel, context === undefined && exten === undefined ? undefined : place);
    return done();
  }),
  'POST channels/*/move': inStasis((core, r, channel) => {
    const app = r.param('app');
    if (app === undefined) return refuse(400, 'Missing parameter app');
    core.channels.stasis.move(channel, app, r.param('appArgs') ?? '');
    return done();
  }),
  'GET channels/*/variable': (core, r) => {
    const name = r.param('variable');
    const channel = core.channels.get(r.ids[0] ?? '');
    if (!channel) return refuse(404, 'Provided channel was not found');
    if (name === undefined) return refuse(400, 'Variable name is required');
    const value = name === SESSION_LIMIT ? String(core.sessionLimit) : core.channels.readVariable(channel, name);
    if (typeof value === 'object') return refuse(500, 'Unable to read provided function');
    return value === undefined ? refuse(404, 'Provided variable was not found') : ok({ value });
  },
  'POST channels/*/variable': (core, r) => {
    const channel = core.channels.get(r.ids[0] ?? '');
    const name = r.param('variable');
    if (name === undefined) return refuse(400, 'Variable name is required');
    if (!channel) return refuse(404, 'Channel not found');
    if (channel.stasisApp === undefined) return refuse(409, 'Channel not in Stasis application');
    core.channels.setVariable(channel, name, r.param('value'));
    return done();
  },
  'POST channels/*/variables': onChannel((core, r, channel) => {
    const given = variables(r.body.variables);
    if (!given) return refuse(400, BAD_VARIABLE);
    if (channel.stasisApp === undefined) return refuse(409, 'Channel not in Stasis application');
    for (const [name, value] of given) core.channels.setVariable(channel, name, value);
    return done();
  }),
  'GET channels/*/rtp_statistics': onChannel((_core, _r, channel) =>
    channel.far
      ? ok({ channel_uniqueid: channel.id, rxcount: channel.far.packets(), txcount: 0, rxploss: 0, txploss: 0 })
      : refuse(404, 'RTP info not found'),
  ),
  'POST channels/*/play': inStasis((core, r, channel) => play(core, r, channel, r.param('playbackId'))),
  'POST channels/*/play/*': inStasis((core, r, channel) => play(core, r, channel, r.ids[1])),
  'POST channels/*/snoop': (core, r) => snoop(core, r, r.param('snoopId')),
  'POST channels/*/snoop/*': (core, r) => snoop(core, r, r.ids[1]),
  'POST channels/*/moh': inStasis((_core, _r, channel) => music(channel, true)),
  'DELETE channels/*/moh': inStasis((_core, _r, channel) => music(channel, false)),
  'POST channels/*/mute': inStasis(muteRoute),
  'DELETE channels/*/mute': inStasis(muteRoute),
  'POST channels/*/answer': inStasis(done),
  'POST channels/*/ring': inStasis(done),
  'DELETE channels/*/ring': inStasis(done),
  'POST channels/*/hold': inStasis(done),
  'DELETE channels/*/hold': inStasis(done),
  'POST channels/*/dtmf': inStasis((_core, r, channel) => {
    const digits = r.param('dtmf');
    if (digits === undefined) return refuse(400, 'DTMF is required');
    channel.far?.keys?.(digits);
    return done();
  }),
  'POST channels/*/silence': inStasis(done),
  'DELETE channels/*/silence': inStasis(done),
};

type OnChannel = (core: Core, r: SimRequest, channel: SimChannel) => Answer;

function onChannel(handler: OnChannel) {
  return (core: Core, r: SimRequest): Answer => {
    const channel = core.channels.get(r.ids[0] ?? '');
    return channel ? handler(core, r, channel) : refuse(404, 'Channel not found');
  };
}

function inStasis(handler: OnChannel) {
  return onChannel((core, r, channel) =>
    channel.stasisApp === undefined ? refuse(409, 'Channel not in Stasis application') : handler(core, r, channel),
  );
}

const BAD_VARIABLE =
  "Each value in 'variables' must be a string or an object with 'value' and optional 'report_events'";

function variables(value: unknown): [string, string][] | undefined {
  if (value === undefined || value === null) return [];
  if (!isJson(value)) return undefined;
  const found: [string, string][] = [];
  for (const [name, given] of Object.entries(value)) {
    const inner = isJson(given) ? given.value : given;
    if (typeof inner !== 'string') return undefined;
    found.push([name, inner]);
  }
  return found;
}

/** Answers 200 although nobody listens and whatever becomes of the call (ASTERISK.md 4). */
function originate(core: Core, r: SimRequest, wantedId: string | undefined): Answer {
  const endpoint = r.param('endpoint');
  if (!endpoint) return refuse(400, 'Endpoint must be specified');
  if (!endpoint.includes('/')) return refuse(400, 'Invalid endpoint specified');
  const vars = variables(r.body.variables);
  if (!vars) return refuse(400, BAD_VARIABLE);
  const app = r.param('app');
  const extension = r.param('extension');
  if (!app && !extension) return refuse(400, 'Application or extension must be specified');
  // Asterisk compares by beginnings: `g.1` is taken while `g.12` lives (docs/asterisk-measured.md).
  const taken = !!wantedId && core.channels.beginsLiving(wantedId);
  if (taken) {
    if (r.session) r.session.sawConflict = true;
    return refuse(409, 'Channel with given unique ID already exists');
  }
  const callerId = r.param('callerId');
  const timeout = Number(r.param('timeout') ?? 30);
  const channel = core.channels.originate({
    id: wantedId ?? core.newId(),
    endpoint,
    caller: callerId ? parseCallerId(callerId) : undefined,
    timeoutMs: timeout > 0 ? timeout * 1_000 : undefined,
    variables: vars,
    // Both given means app= (ASTERISK.md 4): no fallback.
    onAnswer: app
      ? { app, args: r.param('appArgs') ?? '' }
      : {
          context: r.param('context') ?? 'default',
          exten: extension ?? 's',
          priority: Number(r.param('priority')) || 1,
        },
    otherId: text(r.body.otherChannelId) ?? r.query.otherChannelId,
  });
  if (channel) return ok(channelJson(channel));
  // After one true 409 on a connection its later failures say 409 too (ASTERISK.md 11).
  if (r.session?.sawConflict) return refuse(409, 'Channel with given unique ID already exists');
  return { status: 500, body: { error: 'Allocation failed' } };
}

function hangUp(core: Core, r: SimRequest, channel: SimChannel): Answer {
  const code = r.param('reason_code');
  const reason = r.param('reason');
  if (code !== undefined && reason !== undefined) {
    return refuse(400, 'The reason and reason_code query parameters are mutually exclusive');
  }
  const cause = code !== undefined ? Number(code) : CAUSE_OF_REASON[reason ?? 'normal'];
  if (cause === undefined || !Number.isInteger(cause)) return refuse(400, 'Invalid Reason Code');
  core.channels.hangUp(channel, cause, sipOfOwnCause(cause));
  return done();
}

function play(core: Core, r: SimRequest, channel: SimChannel, id: string | undefined): Answer {
  const media = r.param('media');
  if (media === undefined) return refuse(400, 'Missing parameter media');
  return { status: 201, body: core.playbacks.start(id ?? core.newId(), media, { channel }) };
}

function muteRoute(_core: Core, r: SimRequest): Answer {
  return r.param('direction') === undefined ? refuse(400, 'Direction is required') : done();
}

function snoop(core: Core, r: SimRequest, id: string | undefined): Answer {
  const channel = core.channels.get(r.ids[0] ?? '');
  const app = r.param('app');
  if (!channel) return refuse(404, 'Provided channel was not found');
  if (!app) return refuse(400, 'Application name is required');
  const made = core.channels.snoop(channel, id ?? core.newId(), app, r.param('appArgs') ?? '');
  return ok(channelJson(made));
}

function music(channel: SimChannel, on: boolean): Answer {
  channel.music = on;
  tellEar(channel);
  return done();
}
