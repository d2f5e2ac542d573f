import { defineFault } from '@isp/values';

export const UsageLineNotFound = defineFault(
  'views.usage-line-not-found',
  404,
  (p: { line_no: number }) => `This invoice has no usage line ${p.line_no}.`,
  'Open the invoice and use the number of one of its usage lines.',
);
export const UsageRangeInvalid = defineFault(
  'views.usage-range-invalid',
  422,
  (p: { most: number }) => `The range must run forward and hold at most ${p.most} buckets.`,
  'Ask for a shorter range, or for larger buckets.',
);
export const StatementAccountNotFound = defineFault(
  'views.account-not-found',
  404,
  (p: { id: string }) => `There is no account ${p.id}.`,
  'Find the account by its number or name and use its id.',
);
export const PriceChangeUnknown = defineFault(
  'views.price-change-not-found',
  404,
  (p: { id: string }) => `There is no price change ${p.id}.`,
  'List the price changes and use one of their ids.',
);
