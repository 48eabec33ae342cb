import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { faultLine } from './fault.ts';
import type { NodeSettings } from './settings.ts';

const Node = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9-]{1,32}$', wanted: '1 to 32 of a-z, 0-9 and -' }),
    url: Type.String({
      pattern: '^https?://[^/\\s@]+(/[^\\s?#]*)?$',
      wanted: 'http:// or https:// with host and port',
    }),
    user: Type.String({ pattern: '^[^\\s:]+$', wanted: "the name of a user of Asterisk's ari.conf" }),
    password: Type.String({ minLength: 1, wanted: "the password in Asterisk's ari.conf" }),
    sipHost: Type.String({ pattern: '^[^\\s/@]+$', wanted: 'a host, or host:port, without sip:' }),
    soundsDir: Type.String({ pattern: '^/', wanted: 'an absolute path' }),
    recordingsDir: Type.String({ pattern: '^/', wanted: 'an absolute path' }),
    legs: Type.Integer({ minimum: 1, maximum: 100_000, wanted: 'a whole number from 1 to 100000' }),
    callsPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 10_000, wanted: 'a number above 0, at most 10000' }),
  },
  { additionalProperties: false },
);

type Field = keyof typeof Node.properties;
const FIELDS = Object.keys(Node.properties) as Field[];
const SHAPE = `a JSON list of {${FIELDS.join(', ')}}`;

/** Reads ARI_NODES. Gives the nodes, or a line for each fault; a password is never in a line. */
export function readNodes(text: string): { nodes: NodeSettings[]; faults: string[] } {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  // The whole text holds passwords, and so would JSON.parse's own message.
  if (!Array.isArray(list)) return { nodes: [], faults: [faultLine('ARI_NODES', text, 'secret', SHAPE)] };
  const faults = list.flatMap((item, at) => nodeFaults(item, `ARI_NODES[${at}]`));
  if (faults.length > 0) return { nodes: [], faults };
  const nodes = (list as NodeSettings[]).map((node) => ({ ...node, url: node.url.replace(/(\/ari)?\/*$/, '/ari') }));
  return { nodes, faults: duplicateFaults(nodes) };
}

function nodeFaults(item: unknown, at: string): string[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [`${at}: wanted an object, ${SHAPE}`];
  const given = item as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !FIELDS.includes(name as Field));
  const wrong = FIELDS.filter((field) => !Value.Check(Node.properties[field], given[field]));
  return [
    ...wrong.map((field) => {
      const schema = Node.properties[field] as { wanted?: string };
      const text = given[field] === undefined ? undefined : asText(given[field]);
      return faultLine(`${at}.${field}`, text, secrecyOf(field), schema.wanted ?? '');
    }),
    ...unknown.map((name) => `${at}.${name.slice(0, 40)}: no such field, wanted ${SHAPE}`),
  ];
}

function secrecyOf(field: Field): 'open' | 'address' | 'secret' {
  if (field === 'password') return 'secret';
  return field === 'url' ? 'address' : 'open';
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function duplicateFaults(nodes: NodeSettings[]): string[] {
  const names = nodes.map((node) => node.name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  return twice.map((name) => faultLine('ARI_NODES', name, 'open', 'each name once'));
}
