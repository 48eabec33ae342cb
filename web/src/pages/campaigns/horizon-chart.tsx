import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Horizon } from '../../i18n/pacing-words.ts';
import { CHART_COLOURS } from '../../theme.ts';
import { useChart } from './use-chart.ts';

use([LineChart, GridComponent, LegendComponent, CanvasRenderer]);

const SERIES = [
  ['answers', CHART_COLOURS.answers],
  ['releases', CHART_COLOURS.idle],
] as const;

/** What the pacer expects of the next seconds: answers beside agents who get free. */
export default function HorizonChart({ horizons }: { horizons: readonly Horizon[] }) {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: names change with the language
  const option = useMemo(
    () => ({
      animation: false,
      grid: { left: 32, right: 12, top: 28, bottom: 24 },
      legend: { top: 0, itemGap: 16 },
      xAxis: { type: 'value', min: 0, axisLabel: { formatter: (seconds: number) => inSeconds(t, seconds) } },
      yAxis: { type: 'value' },
      series: SERIES.map(([name, color]) => ({
        ...{ id: name, name: t(`live.horizon.${name}`), type: 'line', color, symbolSize: 5 },
        data: [[0, 0], ...horizons.map((one) => [one.seconds, one[name]])],
      })),
    }),
    [horizons, i18n.language, t],
  );
  const place = useChart(option);

  const words = horizons
    .map((one) => `${inSeconds(t, one.seconds)}: ${one.answers.toFixed(1)} / ${one.releases.toFixed(1)}`)
    .join(', ');
  return <div ref={place} className="horizons" role="img" aria-label={`${t('live.horizon.title')} ${words}`} />;
}

function inSeconds(t: ReturnType<typeof useTranslation>['t'], seconds: number): string {
  return t('live.horizon.seconds', { seconds });
}
