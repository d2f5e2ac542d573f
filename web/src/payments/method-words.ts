import type { GetPayment } from '@isp/server/contract/payments';
import type { Reply } from '../api/contract.ts';

type Method = Reply<typeof GetPayment>['method'];

/** How money comes in, in words. */
export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  transfer: 'Transfer',
  cash: 'Cash',
  card: 'Card',
  cheque: 'Cheque',
  other: 'Other',
};

/** Every way money comes in. */
export const METHODS = Object.keys(METHOD_WORDS) as Method[];
