import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import type { CountBarsProps } from './CountBars.tsx';
import { SERIES } from './chart-tone.ts';
import { countText, shortInstantText, timeText } from './format.ts';

/** Counts over time, one on another. Loaded when it is first shown. */
export const CountBarsBody = ({ points, series, height = 170 }: CountBarsProps) => (
  <BarChart
    h={height}
    type="stacked"
    data={points.map(({ at, counts }) => ({ at, ...counts }))}
    dataKey="at"
    series={series.map(({ name, tone }) => ({ name, color: SERIES[tone] }))}
    withLegend
    legendProps={{ verticalAlign: 'top', height: 32 }}
    gridAxis="x"
    valueFormatter={countText}
    yAxisProps={{ width: 52, tickCount: 4, allowDecimals: false }}
    xAxisProps={{ tickFormatter: timeText, minTickGap: 36 }}
    tooltipProps={{ labelFormatter: (at: unknown) => shortInstantText(String(at)) }}
    barProps={{ isAnimationActive: false }}
    maxBarWidth={14}
  />
);
