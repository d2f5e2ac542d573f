import { defineFault } from '@isp/values';

export const CurrencyDiffers = defineFault(
  'flows.currency-differs',
  409,
  (p: { account: string; other: string }) => `The account is billed in ${p.account}, this is in ${p.other}.`,
  'Choose one in the account’s currency.',
);
export const StartTooFar = defineFault(
  'flows.start-too-far',
  422,
  (p: { earliest: string; latest: string }) => `A subscription starts between ${p.earliest} and ${p.latest}.`,
  'Choose a day within a year of today.',
);
export const PasswordMissing = defineFault(
  'flows.username-missing',
  422,
  () => 'A password or its hash was given without a username.',
  'Give both, or neither: they are then made for you.',
);
export const InvoiceNotOpen = defineFault(
  'flows.invoice-not-open',
  409,
  (p: { id: string }) => `Invoice ${p.id} is not an open invoice of this account.`,
  'Name open invoices of the account, or none: the oldest are settled first.',
);
export const ImportUnreadable = defineFault(
  'flows.import-unreadable',
  422,
  (p: { why: string }) => `The file cannot be read as CSV: ${p.why}`,
  'Save it as CSV in UTF-8 with a header line: account,email,plan,username, password or password_hash, and optionally static_ip,mac,phone,address.',
);
export const MoreOnline = defineFault(
  'flows.more-online',
  409,
  (p: { at_most: number }) => `More than ${p.at_most} sessions match now.`,
  'Look at the list again, and say how many may be ended at most.',
);
export const NobodyOnline = defineFault(
  'flows.nobody-online',
  409,
  () => 'No open session matches any more.',
  'Look at the list again: they may have ended meanwhile.',
);
