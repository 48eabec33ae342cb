import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { EngineMetrics } from '../dialer/ports.ts';
import { BINDING_FAILURES } from '../domain/binding.ts';
import { SYSTEM_RESULTS, type SystemResult } from '../domain/results.ts';
import { FloorGauges, type FloorSample } from './floor-gauges.ts';
import { type NodeConnections, NodeGauges } from './node-gauges.ts';

/** What a label may be: words of our own code, keys and ids of groups and campaigns. Anything else is counted as `other`. */
const LABEL = /^[a-zA-Z0-9][a-zA-Z0-9_./:-]{0,79}$/;
/** Kinds that grow without bound would eat Prometheus: beyond this many they are `other`. */
const MOST_KINDS = 200;
/** prom-client's own names that Prometheus's linter refuses: gauges that call themselves totals. */
const MISNAMED = ['active_handles', 'active_requests', 'active_resources'].map((name) => `boda_nodejs_${name}_total`);

/** How a request to a node ended. */
export type AriOutcome = 'ok' | 'refused' | 'failed' | 'no-answer';
/** Why an event stream of a node ended. */
export type AriCut = 'lost' | 'refused' | 'unreachable';

/**
 * All figures of this process behind named methods (STYLE.md 9). Names are `boda_*`; labels come from closed unions, keys of
 * groups, names of nodes and the route's pattern: never a number, a name of a person or an address. A campaign's id is a
 * label only of gauges that are there while it runs (`FloorGauges`).
 */
export class Metrics implements EngineMetrics {
  readonly #registry = new Registry();
  readonly #kinds = new Map<string, Set<string>>();

  readonly #ended = this.#counter('boda_attempts_ended_total', 'Attempts that ended, by result', ['result']);
  readonly #abandoned = this.#counter('boda_abandoned_total', 'Abandoned calls', []);
  readonly #pacing = this.#counter('boda_pacing_decisions_total', 'Pacing decisions by what limited them', [
    'group',
    'limited_by',
  ]);
  readonly #turns = this.#counter('boda_pacing_turns_total', 'Turns of the pacing loop, about four a second', [
    'group',
  ]);
  readonly #odd = this.#counter('boda_odd_events_total', 'Events that fitted no state and were ignored', ['kind']);
  readonly #refused = this.#counter('boda_gate_refusals_total', 'Contacts that the gate refused, by code', ['code']);
  readonly #bound = this.#counter('boda_bindings_total', 'Numbers asked of binding hooks before a call, by outcome', [
    'outcome',
  ]);
  readonly #unbound = this.#counter('boda_binding_releases_total', 'Bindings given back after a call, by outcome', [
    'outcome',
  ]);
  readonly #ari = this.#histogram(
    'boda_ari_request_seconds',
    'Commands to a node, by how they ended',
    ['node', 'outcome'],
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
  );
  readonly #ariConnects = this.#counter(
    'boda_ari_connects_total',
    'Event streams opened to a node: one for each group, and one more after each cut',
    ['node'],
  );
  readonly #ariCuts = this.#counter('boda_ari_cuts_total', 'Event streams that ended or never opened, by why', [
    'node',
    'why',
  ]);
  readonly #connected = this.#histogram(
    'boda_answered_to_connected_seconds',
    'From a person’s answer to the joined agent',
    [],
    [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 5],
  );
  readonly #requests = this.#histogram(
    'boda_http_request_seconds',
    'HTTP requests',
    ['method', 'route', 'status'],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  );

  readonly #floor = new FloorGauges(this.#registry);
  readonly #nodes = new NodeGauges(this.#registry);
  #look: (() => FloorSample) | undefined;
  #lookAtNodes: (() => readonly NodeConnections[]) | undefined;

  constructor() {
    collectDefaultMetrics({ register: this.#registry, prefix: 'boda_' });
    for (const name of MISNAMED) this.#registry.removeSingleMetric(name);
    // From the start, or the first of a kind would be no increase.
    for (const result of SYSTEM_RESULTS) this.#ended.inc({ result }, 0);
    for (const outcome of ['bound', ...BINDING_FAILURES]) this.#bound.inc({ outcome }, 0);
    for (const outcome of ['done', 'failed']) this.#unbound.inc({ outcome }, 0);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Prometheus text format. */
  async text(): Promise<string> {
    if (this.#look !== undefined) this.#floor.show(this.#look());
    if (this.#lookAtNodes !== undefined) this.#nodes.show(this.#lookAtNodes());
    return await this.#registry.metrics();
  }

  attemptEnded(result: SystemResult): void {
    this.#ended.inc({ result });
  }

  answeredToConnected(ms: number): void {
    this.#connected.observe(ms / 1_000);
  }

  abandoned(): void {
    this.#abandoned.inc();
  }

  /** What the groups of this process are doing, asked for at each scrape. */
  watchFloor(look: () => FloorSample): void {
    this.#look = look;
  }

  /** Connections to the nodes, asked for at each scrape. */
  watchNodes(look: () => readonly NodeConnections[]): void {
    this.#lookAtNodes = look;
  }

  /** One command to a node. */
  ariRequest(node: string, outcome: AriOutcome, ms: number): void {
    this.#ari.observe({ node: this.#kind('node', node), outcome }, ms / 1_000);
  }

  ariConnected(node: string): void {
    this.#ariConnects.inc({ node: this.#kind('node', node) });
    for (const why of ['lost', 'refused', 'unreachable'] as const)
      this.#ariCuts.inc({ node: this.#kind('node', node), why }, 0);
  }

  ariCut(node: string, why: AriCut): void {
    this.#ariCuts.inc({ node: this.#kind('node', node), why });
  }

  pacingTurn(groupKey: string): void {
    this.#turns.inc({ group: this.#kind('group', groupKey) });
  }

  limitedBy(groupKey: string, reason: string): void {
    this.#pacing.inc({ group: this.#kind('group', groupKey), limited_by: this.#kind('limit', reason) });
  }

  oddEvent(kind: string): void {
    this.#odd.inc({ kind: this.#kind('odd', kind) });
  }

  refused(code: string): void {
    this.#refused.inc({ code: this.#kind('code', code) });
  }

  bound(outcome: string): void {
    this.#bound.inc({ outcome: this.#kind('bound', outcome) });
  }

  unbound(done: boolean): void {
    this.#unbound.inc({ outcome: done ? 'done' : 'failed' });
  }

  /** `route` is the pattern, `unknown` where none fitted. */
  request(method: string, route: string, status: number, ms: number): void {
    const labels = {
      method: this.#kind('method', method),
      route: this.#route(route),
      status: `${Math.floor(status / 100)}xx`,
    };
    this.#requests.observe(labels, ms / 1_000);
  }

  /** Patterns hold `:id` and `*`, and there are as many as there are routes. */
  #route(route: string): string {
    return this.#kind('route', route.replace(/^\//, '').replaceAll('*', 'any'));
  }

  #kind(label: string, value: string): string {
    if (!LABEL.test(value)) return 'other';
    const known = this.#kinds.get(label) ?? new Set<string>();
    this.#kinds.set(label, known);
    if (!known.has(value) && known.size >= MOST_KINDS) return 'other';
    known.add(value);
    return value;
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram<L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.#registry] });
  }
}
