import type { EngineMetrics } from '../../src/dialer/ports.ts';

/** What the engine tells of itself during one step. */
export class BenchMetrics implements EngineMetrics {
  ended = 0;
  /** Entered the application → connected, ms. */
  connectMs: number[] = [];
  readonly odd: Record<string, number> = {};

  attemptEnded(): void {
    this.ended += 1;
  }
  answeredToConnected(ms: number): void {
    this.connectMs.push(ms);
  }
  oddEvent(kind: string): void {
    this.odd[kind] = (this.odd[kind] ?? 0) + 1;
  }
  abandoned(): void {}
  pacingTurn(): void {}
  limitedBy(): void {}
  refused(): void {}
  bound(): void {}
  unbound(): void {}
}
