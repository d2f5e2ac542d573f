import type { ListDunningPolicies } from '@isp/server/contract/billing';
import type { Row } from '../api/contract.ts';

export type Policy = Row<typeof ListDunningPolicies>;
export type Step = Policy['steps'][number];

/** What each kind of step does, in words. */
export const STEP_WORDS: Readonly<Record<Step['kind'], string>> = {
  reminder: 'a reminder is sent',
  suspend: 'service is suspended',
};

/** When a step is taken: `on the due day`, `3 days after the due day`. */
export const whenText = (days: number): string => {
  if (days === 0) return 'on the due day';
  return days === 1 ? '1 day after the due day' : `${days} days after the due day`;
};

/** Steps in the order they are taken. */
export const inOrder = <S extends { readonly days: number | string }>(steps: readonly S[]): S[] =>
  [...steps].sort((a, b) => Number(a.days) - Number(b.days));
