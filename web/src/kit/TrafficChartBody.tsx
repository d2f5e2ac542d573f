import { AreaChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { SERIES } from './chart-tone.ts';
import { bytesText, monthText, rateText, shortDayText, shortInstantText, timeText } from './format.ts';
import type { TrafficChartProps } from './TrafficChart.tsx';

const tickOf = { hour: timeText, day: shortDayText, month: monthText } as const;

const BITS = 8;

/** Octets as they are, or as the average kbit/s of a step. */
const shown = (octets: number, seconds: number | undefined): number =>
  seconds ? Math.round((octets * BITS) / seconds / 1000) : octets;

/** Octets over time: what was downloaded and uploaded. Loaded when it is first shown. */
export const TrafficChartBody = ({ points, step, seconds, height = 210 }: TrafficChartProps) => (
  <AreaChart
    h={height}
    data={points.map(({ at, input_octets, output_octets }) => ({
      at,
      Download: shown(output_octets, seconds),
      Upload: shown(input_octets, seconds),
    }))}
    dataKey="at"
    series={[
      { name: 'Download', color: SERIES.a },
      { name: 'Upload', color: SERIES.b },
    ]}
    withLegend
    legendProps={{ verticalAlign: 'top', height: 32 }}
    withDots={false}
    curveType="monotone"
    strokeWidth={1.75}
    fillOpacity={0.14}
    withGradient={false}
    gridAxis="x"
    valueFormatter={seconds ? rateText : bytesText}
    yAxisProps={{ width: seconds ? 84 : 64, tickCount: 5 }}
    xAxisProps={{ tickFormatter: tickOf[step], minTickGap: 36 }}
    tooltipProps={{
      labelFormatter: (at: unknown) => (step === 'hour' ? shortInstantText(String(at)) : tickOf[step](String(at))),
    }}
    areaProps={{ isAnimationActive: false }}
  />
);
