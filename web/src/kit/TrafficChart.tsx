import { Skeleton, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { bytesText } from './format.ts';

/** Octets of one step of time; input is what subscribers sent (upload), as the NAS counts. */
interface TrafficPoint {
  /** The moment of an hour's step; the day of a day's or month's. */
  readonly at: string;
  readonly input_octets: number;
  readonly output_octets: number;
}

export interface TrafficChartProps {
  readonly points: readonly TrafficPoint[];
  readonly step: 'hour' | 'day' | 'month';
  /** When given, steps are that long and average rates are shown instead of octets. */
  readonly seconds?: number;
  readonly height?: number;
}

const Body = lazy(() => import('./TrafficChartBody.tsx').then((m) => ({ default: m.TrafficChartBody })));

const sum = (points: readonly TrafficPoint[], field: 'input_octets' | 'output_octets') =>
  points.reduce((total, point) => total + point[field], 0);

/** Usage over time. Says its sums to those who cannot see it. */
export const TrafficChart = (props: TrafficChartProps) => (
  <figure style={{ margin: 0 }}>
    <VisuallyHidden component="figcaption">
      Downloaded {bytesText(sum(props.points, 'output_octets'))}, uploaded{' '}
      {bytesText(sum(props.points, 'input_octets'))}.
    </VisuallyHidden>
    <Suspense fallback={<Skeleton h={props.height ?? 210} />}>
      <Body {...props} />
    </Suspense>
  </figure>
);
