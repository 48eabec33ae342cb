import type { ObjectType } from './endpoint-attributes.ts';
import type { Core, Routes, SimRequest } from './router.ts';
import { isJson } from './router.ts';
import { type Answer, done, type Json, ok, refuse, stamp, text } from './wire.ts';

/** The version that the simulation was measured against. */
const VERSION = '22.10.1';

/** `/asterisk`, `/endpoints` and `/playbacks`. */
export const asteriskRoutes: Routes = {
  'GET asterisk/info': (core, r) => {
    const only = r.param('only')?.split(',');
    const info = infoJson(core);
    return ok(only ? Object.fromEntries(Object.entries(info).filter(([key]) => only.includes(key))) : info);
  },
  'GET asterisk/ping': (core) => ok({ ping: 'pong', timestamp: stamp(core.clock.now()), asterisk_id: core.asteriskId }),
  // Functions are not worked out without a channel (ASTERISK.md 4).
  'GET asterisk/variable': (_core, r) =>
    r.param('variable') === undefined ? refuse(400, 'Variable name is required') : ok({ value: '' }),
  'GET asterisk/config/dynamic/*/*/*': (core, r) => {
    const fault = badObject(r);
    if (fault) return fault;
    const found = core.endpoints.read(r.ids[1] as ObjectType, r.ids[2] ?? '');
    return found ? ok(found) : refuse(404, `Object with id '${r.ids[2]}' not found`);
  },
  'PUT asterisk/config/dynamic/*/*/*': putObject,
  'DELETE asterisk/config/dynamic/*/*/*': (core, r) => {
    const fault = badObject(r);
    if (fault) return fault;
    const removed = core.endpoints.remove(r.ids[1] as ObjectType, r.ids[2] ?? '');
    return removed ? done() : refuse(404, `Object with id '${r.ids[2]}' not found`);
  },
  'GET endpoints': (core) => ok(core.endpoints.ids().map((id) => core.endpoints.json(id))),
  'GET endpoints/*': (core, r) =>
    r.ids[0] === 'PJSIP' ? ok(core.endpoints.ids().map((id) => core.endpoints.json(id))) : ok([]),
  'GET endpoints/*/*': (core, r) =>
    r.ids[0] === 'PJSIP' && core.endpoints.has(r.ids[1] ?? '')
      ? ok(core.endpoints.json(r.ids[1] ?? ''))
      : refuse(404, 'Endpoint not found'),
  'GET playbacks/*': (core, r) => {
    const found = core.playbacks.get(r.ids[0] ?? '');
    return found ? ok(found) : refuse(404, 'Playback not found');
  },
  'DELETE playbacks/*': (core, r) => (core.playbacks.stop(r.ids[0] ?? '') ? done() : refuse(404, 'Playback not found')),
};

function infoJson(core: Core): Json {
  const started = stamp(core.startedAt);
  return {
    build: { os: 'Linux', kernel: 'simulated', machine: 'simulated', options: '', date: started, user: 'boda' },
    system: { version: VERSION, entity_id: core.asteriskId },
    config: { name: core.name, default_language: 'en', setid: { user: '', group: '' } },
    status: { startup_time: started, last_reload_time: started },
  };
}

function badObject(r: SimRequest): Answer | undefined {
  const [configClass, type] = r.ids;
  if (configClass !== 'res_pjsip') return refuse(404, `configClass '${configClass}' not found`);
  if (type !== 'auth' && type !== 'aor' && type !== 'endpoint') return refuse(404, `objectType '${type}' not found`);
  return undefined;
}

function putObject(core: Core, r: SimRequest): Answer {
  const fault = badObject(r);
  if (fault) return fault;
  const type = r.ids[1] as ObjectType;
  const id = r.ids[2] ?? '';
  const fields = Array.isArray(r.body.fields) ? r.body.fields : [];
  const pairs = fields.map((f): [string, string] => {
    const field = isJson(f) ? f : {};
    return [text(field.attribute) ?? '', text(field.value) ?? ''];
  });
  const unknown = core.endpoints.write(type, id, pairs);
  if (unknown !== undefined) return refuse(400, `Creation of object '${id}' failed field value validation`);
  if (type === 'endpoint') core.endpointPushed(id);
  return ok(core.endpoints.read(type, id));
}
