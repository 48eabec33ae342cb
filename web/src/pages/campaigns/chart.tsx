import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { wallOf } from '../../i18n/floor-time.ts';
import { CHART_COLOURS } from '../../theme.ts';
import { type Sample, SPAN_MS } from './samples.ts';
import { useChart } from './use-chart.ts';

use([LineChart, BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const SERIES = ['talking', 'idle', 'ringing', 'answers'] as const;

/** Agents talking and idle, lines ringing, answers: over time. Loaded by itself, because it is the heaviest part. */
export default function LiveChart({ samples }: { samples: readonly Sample[] }) {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: names change with the language
  const option = useMemo(() => {
    const to = samples.at(-1)?.at ?? Date.now();
    const span = Math.min(SPAN_MS, Math.max(60_000, to - (samples[0]?.at ?? to)));
    return {
      animation: false,
      grid: { left: 40, right: 16, top: 36, bottom: 28 },
      legend: { top: 0 },
      // Drawn on the canvas: the page's policy lets no style come with HTML.
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      // The floor's clock, whatever the device's says.
      useUTC: true,
      xAxis: { type: 'time', min: wallOf(to) - span, max: wallOf(to) },
      yAxis: { type: 'value', minInterval: 1 },
      series: SERIES.map((name) => ({
        id: name,
        name: t(`live.${name}`),
        type: name === 'answers' ? 'bar' : 'line',
        showSymbol: false,
        step: name === 'answers' ? undefined : 'end',
        barMaxWidth: 6,
        color: CHART_COLOURS[name],
        data: samples.map((one) => [wallOf(one.at), one[name]]),
      })),
    };
  }, [samples, i18n.language, t]);
  const place = useChart(option);

  const last = samples.at(-1);
  const words = last === undefined ? '' : SERIES.map((name) => `${t(`live.${name}`)} ${last[name]}`).join(', ');
  return <div ref={place} className="chart" role="img" aria-label={words} data-samples={samples.length} />;
}
