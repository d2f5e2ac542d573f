import type { Id } from '@isp/values';

/** What is counted of a NAS. */
export const COUNTED = [
  'requests',
  'status',
  'accept',
  'walled',
  'reject',
  'discard',
  'accounting',
  'repeated',
  'wrong_secret',
  'discards',
  'by_current',
  'by_next',
] as const;

/** What a tally counts. `discard` are log-ins that were decided on and got no answer, `discards` all datagrams without one. */
export type Counted = Record<(typeof COUNTED)[number], number>;

/** What was counted of a NAS since it was taken last. */
export type TallyRow = Counted & { readonly nas_id: Id };
