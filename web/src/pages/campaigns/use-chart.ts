import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { init } from 'echarts/core';
import { useEffect, useRef } from 'react';

/** Draws `option` into the element that takes `place`, as large as that is: not before it has a size, anew when it gets another. */
export function useChart(option: EChartsCoreOption) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const shown = useRef(option);

  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const fit = new ResizeObserver(() => {
      if (box.clientWidth === 0 || box.clientHeight === 0) return;
      if (chart.current !== undefined) return chart.current.resize();
      chart.current = init(box);
      chart.current.setOption(shown.current);
    });
    fit.observe(box);
    return () => {
      fit.disconnect();
      chart.current?.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    shown.current = option;
    chart.current?.setOption(option);
  }, [option]);

  return place;
}
