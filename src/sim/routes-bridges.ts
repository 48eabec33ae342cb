import { bridgeJson, tellEar } from './bridges.ts';
import type { SimBridge, SimChannel } from './channel.ts';
import type { Core, Routes, SimRequest } from './router.ts';
import { type Answer, done, ok, refuse } from './wire.ts';

/** `/bridges`. */
export const bridgeRoutes: Routes = {
  'GET bridges': (core) => ok(core.bridges.all().map(bridgeJson)),
  'GET bridges/*': onBridge((_core, _r, bridge) => ok(bridgeJson(bridge))),
  'POST bridges': (core, r) => create(core, r, r.param('bridgeId')),
  'POST bridges/*': (core, r) => create(core, r, r.ids[0]),
  'DELETE bridges/*': onBridge((core, _r, bridge) => {
    core.bridges.remove(bridge);
    return done();
  }),
  'POST bridges/*/addChannel': onBridge((core, r, bridge) => {
    const channels = members(core, r);
    if (!Array.isArray(channels)) return channels;
    for (const channel of channels) {
      core.bridges.join(channel, bridge);
      tellEar(channel);
    }
    return done();
  }),
  'POST bridges/*/removeChannel': onBridge((core, r, bridge) => {
    const channels = members(core, r);
    if (!Array.isArray(channels)) return channels;
    if (channels.some((channel) => channel.bridge !== bridge)) return refuse(422, 'Channel not in this bridge');
    for (const channel of channels) core.bridges.takeOut(channel);
    return done();
  }),
  'POST bridges/*/play': onBridge((core, r, bridge) => play(core, r, bridge, r.param('playbackId'))),
  'POST bridges/*/play/*': onBridge((core, r, bridge) => play(core, r, bridge, r.ids[1])),
  'POST bridges/*/moh': onBridge((core, _r, bridge) => music(core, bridge, true)),
  'DELETE bridges/*/moh': onBridge((core, _r, bridge) => music(core, bridge, false)),
};

function onBridge(handler: (core: Core, r: SimRequest, bridge: SimBridge) => Answer) {
  return (core: Core, r: SimRequest): Answer => {
    const bridge = core.bridges.get(r.ids[0] ?? '');
    return bridge ? handler(core, r, bridge) : refuse(404, 'Bridge not found');
  };
}

function create(core: Core, r: SimRequest, id: string | undefined): Answer {
  if (id !== undefined && core.bridges.get(id)) return refuse(409, `Bridge with id '${id}' already exists`);
  const kinds = (r.param('type') ?? 'mixing').split(',');
  const known = kinds.every((kind) => ['mixing', 'holding', 'dtmf_events', 'proxy_media', 'video_sfu'].includes(kind));
  if (!known) return refuse(500, `Unable to create bridge. Possible duplicate bridge id '${id ?? '(null)'}'`);
  const kind = kinds.includes('holding') ? 'holding' : 'mixing';
  return ok(bridgeJson(core.bridges.create(id ?? core.newId(), r.param('name') ?? '', kind)));
}

function members(core: Core, r: SimRequest): SimChannel[] | Answer {
  const given = r.param('channel');
  if (given === undefined) return refuse(400, 'Missing parameter channel');
  const found: SimChannel[] = [];
  for (const id of given.split(',')) {
    const channel = core.channels.get(id);
    if (!channel) return refuse(400, 'Channel not found');
    if (channel.stasisApp === undefined) return refuse(422, 'Channel not in Stasis application');
    found.push(channel);
  }
  return found;
}

function play(core: Core, r: SimRequest, bridge: SimBridge, id: string | undefined): Answer {
  const media = r.param('media');
  if (media === undefined) return refuse(400, 'Missing parameter media');
  return { status: 201, body: core.playbacks.start(id ?? core.newId(), media, { bridge }) };
}

function music(core: Core, bridge: SimBridge, on: boolean): Answer {
  bridge.playing = on;
  core.bridges.listen(bridge);
  return done();
}
