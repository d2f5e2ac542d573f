import { defineFault } from '@isp/values';

export const AccountNotFound = defineFault(
  'crm.account-not-found',
  404,
  (p: { id: string }) => `There is no account ${p.id}.`,
  'Look the account up by name or number and use its id.',
);
export const AccountClosed = defineFault(
  'crm.account-closed',
  409,
  (p: { number: string }) => `Account ${p.number} is closed.`,
  'Open a new account.',
);
export const AccountInUse = defineFault(
  'crm.account-in-use',
  409,
  (p: { number: string }) => `Account ${p.number} still has a running subscription.`,
  'End its subscriptions first.',
);
export const QuoteNotFound = defineFault(
  'crm.quote-not-found',
  404,
  (p: { id: string }) => `There is no quote ${p.id}.`,
  'List the quotes and use one of their ids.',
);
export const QuoteDraft = defineFault(
  'crm.quote-draft',
  409,
  () => 'This quote is a draft: it was not sent to anybody.',
  'Send it first, or throw it away.',
);
export const QuoteOver = defineFault(
  'crm.quote-over',
  409,
  (p: { number: string; state: string }) =>
    p.state === 'sent' ? `Quote ${p.number} was sent: it says the same for ever.` : `Quote ${p.number} is ${p.state}.`,
  'Make another quote that takes its place.',
);
export const QuoteExpired = defineFault(
  'crm.quote-expired',
  409,
  (p: { number: string; valid_until: string }) => `Quote ${p.number} was valid until ${p.valid_until}.`,
  'Make another quote that takes its place.',
);

export const PayerUnfit = defineFault(
  'crm.payer-unfit',
  409,
  (p: { payer: string; why: string }) => `Account ${p.payer} cannot pay for it: ${p.why}.`,
  'Choose another account, or change first what stands in the way.',
);
export const PayerMissing = defineFault(
  'crm.payer-missing',
  409,
  (p: { number: string }) => `Nobody else pays for account ${p.number}.`,
  'There is nothing to take away.',
);
export const PaysForOthers = defineFault(
  'crm.pays-for-others',
  409,
  (p: { number: string; others: number }) =>
    `Account ${p.number} pays for ${p.others} ${p.others === 1 ? 'other' : 'others'}.`,
  'Have them pay for themselves, or give them another payer, first.',
);
export const ZoneShared = defineFault(
  'crm.zone-shared',
  409,
  (p: { number: string }) => `Account ${p.number} shares its invoices with others, whose days begin in the same zone.`,
  'Have each pay for itself first, then change the time zone.',
);
