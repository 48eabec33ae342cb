import type { Application } from './applications.ts';
import type { Core, Routes, SimRequest } from './router.ts';
import { isJson } from './router.ts';
import { type Answer, done, type Json, ok, refuse } from './wire.ts';

const NOT_FOUND = refuse(404, 'Application not found');

/** `/applications` and `/events`. In the deadlock of ASTERISK.md 1 all of `/applications` hangs. */
export const applicationRoutes: Routes = {
  'GET applications': guarded((core) => ok([...core.apps.all()].map(applicationJson))),
  'GET applications/*': guarded((core, r) => {
    const app = core.apps.get(r.ids[0] ?? '');
    return app ? ok(applicationJson(app)) : NOT_FOUND;
  }),
  'POST applications/*/subscription': guarded((core, r) => subscription(core, r, true)),
  'DELETE applications/*/subscription': guarded((core, r) => subscription(core, r, false)),
  'PUT applications/*/eventFilter': guarded((core, r) => {
    const app = core.apps.get(r.ids[0] ?? '');
    if (!app) return NOT_FOUND;
    const allowed = types(r.body.allowed);
    const disallowed = types(r.body.disallowed);
    if (!allowed || !disallowed) return refuse(400, 'Invalid format definition');
    app.allowed = allowed;
    app.disallowed = disallowed;
    return ok(applicationJson(app));
  }),
  'POST events/user/*': (core, r) => {
    const name = r.param('application') ?? '';
    if (!core.apps.get(name)) return NOT_FOUND;
    const eventname = r.ids[0] ?? '';
    const userevent = { ...(isJson(r.body.variables) ? r.body.variables : {}), eventname };
    core.apps.send(name, 'ChannelUserevent', () => ({ eventname, userevent, ...userSource(core, r.param('source')) }));
    return done();
  },
};

function guarded(handler: (core: Core, r: SimRequest) => Answer): (core: Core, r: SimRequest) => Answer {
  return (core, r) => (core.apps.deadlocked.size > 0 ? { status: 0, fate: 'hang' } : handler(core, r));
}

function applicationJson(app: Application): Json {
  return {
    name: app.name,
    channel_ids: [...app.channels.keys()],
    bridge_ids: [...app.bridges.keys()],
    endpoint_ids: [...app.endpoints.keys()].sort(),
    events_allowed: app.allowed.map((type) => ({ type })),
    events_disallowed: app.disallowed.map((type) => ({ type })),
  };
}

/** Undefined when it is not a list of `{type}`. */
function types(value: unknown): string[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const found = value.map((v) => (isJson(v) && typeof v.type === 'string' ? v.type : undefined));
  return found.includes(undefined) ? undefined : (found as string[]);
}

type Kind = 'channels' | 'bridges' | 'endpoints';

function subscription(core: Core, r: SimRequest, add: boolean): Answer {
  const app = core.apps.get(r.ids[0] ?? '');
  if (!app) return NOT_FOUND;
  const sources = r.param('eventSource');
  if (sources === undefined) return refuse(400, 'Missing parameter eventSource');
  const wanted: [Kind, string][] = [];
  for (const source of sources.split(',')) {
    const found = eventSource(core, source);
    if (found === 'scheme') return refuse(400, 'Invalid event source URI scheme');
    if (found === 'missing') return refuse(422, 'Event source does not exist');
    wanted.push(found);
  }
  if (!add && wanted.some(([kind, id]) => !app[kind].has(id))) {
    return refuse(409, 'Application not subscribed to event source');
  }
  for (const [kind, id] of wanted) {
    if (add) core.apps.subscribe(app, kind, id);
    else core.apps.unsubscribe(app, kind, id);
  }
  return ok(applicationJson(app));
}

function eventSource(core: Core, source: string): [Kind, string] | 'scheme' | 'missing' {
  const colon = source.indexOf(':');
  const id = source.slice(colon + 1);
  switch (colon < 0 ? '' : source.slice(0, colon)) {
    case 'channel':
      return core.channels.get(id) ? ['channels', id] : 'missing';
    case 'bridge':
      return core.bridges.get(id) ? ['bridges', id] : 'missing';
    case 'endpoint':
      return id.startsWith('PJSIP/') && core.endpoints.has(id.slice('PJSIP/'.length)) ? ['endpoints', id] : 'missing';
    default:
      return 'scheme';
  }
}

function userSource(core: Core, source: string | undefined): Json {
  if (source?.startsWith('endpoint:PJSIP/')) {
    return { endpoint: core.endpoints.json(source.slice('endpoint:PJSIP/'.length)) };
  }
  return {};
}
