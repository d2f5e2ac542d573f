import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';

export interface MoneyBarsProps {
  /** A row a month: `month` and an amount of minor units for each series. */
  readonly months: readonly ({ readonly month: string } & Readonly<Record<string, string | number>>)[];
  readonly series: readonly { readonly field: string; readonly label: string }[];
  readonly currency: string;
  readonly height?: number;
}

const Body = lazy(() => import('./MoneyBarsBody.tsx').then((m) => ({ default: m.MoneyBarsBody })));

/** Amounts by month. */
export const MoneyBars = (props: MoneyBarsProps) => (
  <Suspense fallback={<Skeleton h={props.height ?? 230} />}>
    <Body {...props} />
  </Suspense>
);
