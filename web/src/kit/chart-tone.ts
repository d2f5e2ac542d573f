/** Colours of series: they keep their contrast in both schemes and for the colour-blind. */
export const SERIES = { a: 'var(--chart-a)', b: 'var(--chart-b)', c: 'var(--chart-c)' } as const;
