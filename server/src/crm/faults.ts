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
