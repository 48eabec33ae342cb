import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { FloorGauges, type FloorSample } from '../../src/metrics/floor-gauges.ts';

const sample = (explain: Record<string, number>): FloorSample => ({
  groups: [{ groupKey: 'sales', running: [], agents: {}, lines: {}, perCampaign: {}, limitedBy: 'budget', explain }],
  abandon: [],
  intentsWithoutRecord: undefined,
  records: { inMemory: 0, spooled: 0 },
});

describe('the gauges of the floor', () => {
  it('carry the budget left in each legal window, and forget a window that is gone', async () => {
    const registry = new Registry();
    const gauges = new FloorGauges(registry);
    const left = async (): Promise<Record<string, number>> => {
      const metric = await registry.getSingleMetric('boda_pacing_budget_left_calls')?.get();
      return Object.fromEntries(
        (metric?.values ?? []).map(({ labels, value }) => [`${labels.group} ${labels.window}`, value]),
      );
    };
    gauges.show(sample({ budgetLeft: 1.25, 'budgetLeft:24h': 1.25, 'budgetLeft:30d': 40.5 }));
    expect(await left()).toEqual({ 'sales 24h': 1.25, 'sales 30d': 40.5 });
    gauges.show(sample({ budgetLeft: 3, 'budgetLeft:month': 3, wrapMeanMs: 20_500, wrapMeanSdMs: 1_250 }));
    expect(await left()).toEqual({ 'sales month': 3 });
    const figures = (await registry.getSingleMetric('boda_pacing_figure')?.get())?.values ?? [];
    expect(Object.fromEntries(figures.map(({ labels, value }) => [labels.figure, value]))).toEqual({
      ...{ budget_left: 3, wrap_mean_seconds: 20.5, wrap_mean_sd_seconds: 1.25 },
    });
  });
});
