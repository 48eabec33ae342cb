import type { Timer } from '../shared/clock.ts';
import type { GroupFigures } from './figures.ts';
import { LEASE_MS } from './lease-keeper.ts';
import { TrunkGuard } from './lines.ts';
import type { Lease, Telephony } from './ports.ts';
import { GroupRunner, type RunnerDeps } from './runner.ts';

const LOOK_MS = 1_000;

export interface EngineDeps
  extends Omit<
    RunnerDeps,
    'telephony' | 'trunks' | 'stopped' | 'nodeCallsPerSecond' | 'nodeLegs' | 'legsElsewhere' | 'nodeSlow'
  > {
  /** Names this process in the leases: unique for each life. */
  owner: string;
  /** The group's hands on its node; undefined when the node is not in this process's settings. */
  telephonyFor(groupKey: string, node: string): Telephony | undefined;
  nodeCaps(node: string): { callsPerSecond: number; legs: number };
  /** Whether a node keeps its commands waiting. */
  nodeSlow(node: string): boolean;
}

/** Takes the groups that nobody runs, and runs them. Any number of engines may stand side by side (DESIGN.md "One picture"). */
export class Engine {
  readonly #deps: EngineDeps;
  readonly #runners = new Map<string, GroupRunner>();
  readonly #nodeOf = new Map<string, string>();
  readonly #trunks: TrunkGuard;
  readonly #starting = new Set<string>();
  readonly #unknownNodes = new Set<string>();
  #timer: Timer | undefined;
  #draining = false;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.#trunks = new TrunkGuard(deps.clock);
  }

  start(): void {
    this.#timer = this.#deps.clock.every(LOOK_MS, () => void this.#look());
    void this.#look();
  }

  figures(groupId: string): GroupFigures | undefined {
    return this.#runners.get(groupId)?.figures();
  }

  /** One line when a group that this process runs cannot dial through its node; for the health page. */
  linkProblem(): string | undefined {
    const cut = [...this.#runners.values()].filter((runner) => runner.linkProblem !== undefined);
    const [first] = cut;
    if (!first) return undefined;
    return `${cut.length} of ${this.#runners.size} groups not connected to their node (${first.linkProblem})`;
  }

  /** Groups run by this process. */
  groups(): string[] {
    return [...this.#runners.keys()];
  }

  /** For a deploy (FAULTS 47): no new calls, ringing ones end within 30 s, talks stay up for the next process. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#timer?.cancel();
    await Promise.all([...this.#runners.values()].map((runner) => runner.drain()));
  }

  /** At once, as if killed, but with sockets closed: for tests and for a second SIGTERM. */
  async stop(): Promise<void> {
    this.#draining = true;
    this.#timer?.cancel();
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop('stopped')));
  }

  async #look(): Promise<void> {
    const { plans, log } = this.#deps;
    if (this.#draining) return;
    try {
      const free = (await plans.groups()).filter((group) => !this.#runners.has(group.id));
      // Side by side: a group that is slow to start (its node or spool is away) must not keep the others waiting.
      await Promise.all(free.map((group) => this.#take(group)));
    } catch (error) {
      log.warn({ error: String(error) }, 'groups could not be read');
    }
  }

  /** Never rejects. */
  async #take(group: { id: string; key: string; node: string }): Promise<void> {
    const { leases, clock, owner, log } = this.#deps;
    if (this.#starting.has(group.id) || this.#draining) return;
    this.#starting.add(group.id);
    try {
      const telephony = this.#telephonyOf(group);
      if (!telephony) return;
      const lease = await leases.acquire(group.id, owner, clock.now(), LEASE_MS);
      if (lease) await this.#run(group, lease, telephony);
    } catch (error) {
      log.warn({ groupId: group.id, error: String(error) }, 'group could not be taken');
      await this.#runners.get(group.id)?.giveBack('start failed');
    } finally {
      this.#starting.delete(group.id);
    }
  }

  #telephonyOf(group: { key: string; node: string }): Telephony | undefined {
    const telephony = this.#deps.telephonyFor(group.key, group.node);
    if (telephony || this.#unknownNodes.has(group.node)) return telephony;
    this.#unknownNodes.add(group.node);
    this.#deps.log.warn({ node: group.node }, 'group lives on a node that is not in ARI_NODES');
    return undefined;
  }

  async #run(group: { id: string; node: string }, lease: Lease, telephony: Telephony): Promise<void> {
    const { leases, plans, clock, log, nodeCaps } = this.#deps;
    const plan = await plans.load(group.id);
    // Moved meanwhile, gone, or we are about to leave: the next look, or another process, takes it.
    if (!plan || plan.node !== group.node || this.#draining) return void (await leases.release(lease, clock.now()));
    const caps = nodeCaps(group.node);
    const learned = await leases.learned(group.id);
    const runner = new GroupRunner(
      {
        ...this.#deps,
        telephony,
        trunks: this.#trunks,
        nodeCallsPerSecond: caps.callsPerSecond,
        nodeLegs: caps.legs,
        nodeSlow: () => this.#deps.nodeSlow(group.node),
        legsElsewhere: () => this.#legsOn(group.node, group.id),
        stopped: (why) => {
          log.info({ groupId: group.id, why }, 'group left');
          this.#runners.delete(group.id);
          this.#nodeOf.delete(group.id);
        },
      },
      lease,
      plan,
      learned,
    );
    this.#runners.set(group.id, runner);
    this.#nodeOf.set(group.id, group.node);
    log.info({ groupId: group.id, epoch: lease.epoch }, 'group taken');
    await runner.start();
  }

  #legsOn(node: string, exceptGroup: string): number {
    let legs = 0;
    for (const [groupId, runner] of this.#runners)
      if (groupId !== exceptGroup && this.#nodeOf.get(groupId) === node) legs += runner.legs;
    return legs;
  }
}
