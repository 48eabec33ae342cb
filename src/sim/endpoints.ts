import type { Applications } from './applications.ts';
import type { SimChannel } from './channel.ts';
import { ATTRIBUTES, type ObjectType } from './endpoint-attributes.ts';
import type { Json } from './wire.ts';

/** One object of dynamic configuration (sorcery `memory`). */
type Fields = Map<string, string>;

/**
 * PJSIP objects pushed by `PUT /asterisk/config/dynamic/res_pjsip/…`, the contacts of phones, and the events about them
 * (ASTERISK.md 4 and 20). Gone after a restart.
 */
export class Endpoints {
  readonly #apps: Applications;
  readonly #objects: Record<ObjectType, Map<string, Fields>> = { auth: new Map(), aor: new Map(), endpoint: new Map() };
  /** Registered contacts by aor. */
  readonly #contacts = new Map<string, string>();
  /** Live channels by endpoint. */
  readonly #channels = new Map<string, Set<SimChannel>>();

  constructor(apps: Applications) {
    this.#apps = apps;
  }

  read(type: ObjectType, id: string): Json[] | undefined {
    const fields = this.#objects[type].get(id);
    if (!fields) return undefined;
    const all = Object.entries(ATTRIBUTES[type]).filter(([attribute]) => attribute !== 'disallow');
    return all.map(([attribute, value]) => {
      const given = fields.get(attribute) ?? value;
      // Codecs come back as `(alaw|ulaw)`.
      return { attribute, value: attribute === 'allow' && given ? `(${given.replaceAll(',', '|')})` : given };
    });
  }

  /** Undefined, or the attribute that no such object has. */
  write(type: ObjectType, id: string, given: readonly (readonly [string, string])[]): string | undefined {
    const unknown = given.find(([attribute]) => !(attribute in ATTRIBUTES[type]));
    if (unknown) return unknown[0];
    const fields = this.#objects[type].get(id) ?? new Map<string, string>();
    for (const [attribute, value] of given) fields.set(attribute, value);
    this.#objects[type].set(id, fields);
    return undefined;
  }

  /** Says whether it was there. Subscriptions to a removed endpoint end; its contact stays with the aor. */
  remove(type: ObjectType, id: string): boolean {
    if (!this.#objects[type].delete(id)) return false;
    if (type === 'endpoint') this.#apps.drop('endpoints', `PJSIP/${id}`);
    if (type === 'aor') this.#contacts.delete(id);
    return true;
  }

  has(id: string): boolean {
    return this.#objects.endpoint.has(id);
  }

  ids(): string[] {
    return [...this.#objects.endpoint.keys()].sort();
  }

  field(type: ObjectType, id: string, attribute: string): string {
    return this.#objects[type].get(id)?.get(attribute) ?? ATTRIBUTES[type][attribute] ?? '';
  }

  aors(id: string): string[] {
    return this.field('endpoint', id, 'aors')
      .split(',')
      .map((a) => a.trim())
      .filter((a) => a !== '');
  }

  /** Where a call to this endpoint goes: the registered contact, else the static one; undefined = nowhere. */
  contact(id: string): string | undefined {
    for (const aor of this.aors(id)) {
      const uri = this.#contacts.get(aor) ?? (this.field('aor', aor, 'contact') || undefined);
      if (uri !== undefined) return uri;
    }
    return undefined;
  }

  json(id: string): Json {
    const state = this.contact(id) === undefined ? 'offline' : 'online';
    const channel_ids = [...(this.#channels.get(`PJSIP/${id}`) ?? [])].map((c) => c.id);
    return { technology: 'PJSIP', resource: id, state, channel_ids };
  }

  /** A phone registers (or moves to another address). */
  register(id: string, uri: string): void {
    const aor = this.aors(id)[0] ?? id;
    const before = this.#contacts.get(aor);
    const wasOnline = this.contact(id) !== undefined;
    this.#contacts.set(aor, uri);
    if (!wasOnline) this.#peer(id, 'Reachable');
    this.#contactEvent(id, aor, uri, 'NonQualified');
    if (before !== undefined && before !== uri) this.#contactEvent(id, aor, before, 'Removed');
  }

  /** A phone's socket closed, or it unregistered. Calls stay up. */
  unregister(id: string): void {
    const aor = this.aors(id)[0] ?? id;
    const uri = this.#contacts.get(aor);
    if (uri === undefined) return;
    this.#contacts.delete(aor);
    if (this.contact(id) === undefined) this.#peer(id, 'Unreachable');
    this.#contactEvent(id, aor, uri, 'Removed');
  }

  /** The set of live channels of an endpoint changed. */
  channelCame(channel: SimChannel): void {
    if (channel.endpoint === undefined) return;
    const set = this.#channels.get(channel.endpoint) ?? new Set();
    set.add(channel);
    this.#channels.set(channel.endpoint, set);
    this.#state(channel.endpoint.slice('PJSIP/'.length));
  }

  channelWent(channel: SimChannel): void {
    if (channel.endpoint === undefined) return;
    this.#channels.get(channel.endpoint)?.delete(channel);
    this.#state(channel.endpoint.slice('PJSIP/'.length));
  }

  reset(): void {
    for (const map of Object.values(this.#objects)) map.clear();
    this.#contacts.clear();
    this.#channels.clear();
  }

  #state(id: string): void {
    this.#apps.publish({ endpoint: `PJSIP/${id}` }, 'EndpointStateChange', () => ({ endpoint: this.json(id) }));
  }

  #peer(id: string, status: 'Reachable' | 'Unreachable'): void {
    this.#state(id);
    const peer = { peer_status: status };
    this.#apps.publish({ endpoint: `PJSIP/${id}` }, 'PeerStatusChange', () => ({ endpoint: this.json(id), peer }));
  }

  #contactEvent(id: string, aor: string, uri: string, status: string): void {
    const info = { uri, contact_status: status, aor, roundtrip_usec: '0' };
    this.#apps.publish({ endpoint: `PJSIP/${id}` }, 'ContactStatusChange', () => ({
      endpoint: this.json(id),
      contact_info: info,
    }));
  }
}
