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
