import type { GetRetention } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';

export type Retention = Row<typeof GetRetention>;
export type RetentionKind = Retention['kind'];

/** What a kind of record is, and what goes with it. */
export const RETENTION_WORDS: Readonly<
  Record<RetentionKind, { readonly label: string; readonly meaning: string; readonly least: number }>
> = {
  quarters: {
    label: 'Use by quarter of an hour',
    meaning: 'What usage lines are rated from and proven by. Use that is still to be billed is never deleted.',
    least: 62,
  },
  hours: { label: 'Use by hour', meaning: 'The hourly chart of an account.', least: 62 },
  days: {
    label: 'Use by day',
    meaning: 'The daily chart of an account. Use by month is kept for ever.',
    least: 62,
  },
  sessions: {
    label: 'Closed sessions',
    meaning:
      'Who was on, where, when, and with which address. The law of your country says how long. They go a month at a time, once the last of the month is old enough.',
    least: 30,
  },
  addresses: {
    label: 'Who had an address',
    meaning:
      'Whose an address, a prefix or a port was, for whoever asks later. The law of your country says how long. Counted from when they gave it up.',
    least: 30,
  },
  logins: { label: 'Log-ins', meaning: 'Every log-in with its answer and the reason.', least: 30 },
  coa: {
    label: 'CoA and Disconnect packets',
    meaning: 'What NASes were sent to change or end sessions, and what they answered.',
    least: 30,
  },
};

/** `396 days`, or for ever. */
export const keptText = (days: number | null): string => (days === null ? 'for ever' : `${days} days`);
