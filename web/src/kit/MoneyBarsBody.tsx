import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { SERIES } from './chart-tone.ts';
import { moneyText, monthText, shortMoneyText, shortMonthText } from './format.ts';
import type { MoneyBarsProps } from './MoneyBars.tsx';

const COLOURS = [SERIES.a, SERIES.b, SERIES.c];

/** Amounts by month, side by side. Loaded when it is first shown. */
export const MoneyBarsBody = ({ months, series, currency, height = 230 }: MoneyBarsProps) => (
  <BarChart
    h={height}
    data={months.map((m) => ({ ...m }))}
    dataKey="month"
    series={series.map(({ field, label }, i) => ({ name: field, label, color: COLOURS[i] ?? SERIES.a }))}
    withLegend
    legendProps={{ verticalAlign: 'top', height: 32 }}
    gridAxis="x"
    valueFormatter={(minor) => moneyText(minor, currency)}
    yAxisProps={{ width: 64, tickFormatter: (minor: number) => shortMoneyText(minor, currency) }}
    xAxisProps={{ tickFormatter: shortMonthText, minTickGap: 6 }}
    tooltipProps={{ labelFormatter: (month: unknown) => monthText(String(month)) }}
    barProps={{ isAnimationActive: false, radius: [3, 3, 0, 0] }}
    maxBarWidth={22}
  />
);
