import { Skeleton, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { countText } from './format.ts';

export interface CountBarsProps {
  /** By time, the oldest first; each with the counts its series name. */
  readonly points: readonly { readonly at: string; readonly counts: Readonly<Record<string, number>> }[];
  /** What stands on one another, the first at the bottom. */
  readonly series: readonly { readonly name: string; readonly tone: 'a' | 'b' | 'c' }[];
  readonly height?: number;
}

const Body = lazy(() => import('./CountBarsBody.tsx').then((m) => ({ default: m.CountBarsBody })));

/** Counts over time, one on another. Says their sums to those who cannot see it. */
export const CountBars = (props: CountBarsProps) => (
  <figure style={{ margin: 0 }}>
    <VisuallyHidden component="figcaption">
      {props.series
        .map(({ name }) => `${name}: ${countText(props.points.reduce((n, p) => n + (p.counts[name] ?? 0), 0))}`)
        .join(', ')}
    </VisuallyHidden>
    <Suspense fallback={<Skeleton h={props.height ?? 170} />}>
      <Body {...props} />
    </Suspense>
  </figure>
);
