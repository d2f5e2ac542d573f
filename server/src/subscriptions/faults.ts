import { defineFault } from '@isp/values';

export const SubscriptionNotFound = defineFault(
  'subscriptions.subscription-not-found',
  404,
  (p: { id: string }) => `There is no subscription ${p.id}.`,
  'Open the account and use one of its subscriptions.',
);
export const SubscriptionEnded = defineFault(
  'subscriptions.subscription-ended',
  409,
  () => 'This subscription has ended.',
  'Subscribe the account again.',
);
export const NotSuspendedByHand = defineFault(
  'subscriptions.not-suspended-by-hand',
  409,
  () => 'This subscription is not suspended by hand.',
  'If it is suspended for unpaid invoices, record the payment: service comes back by itself.',
);
export const SamePlan = defineFault(
  'subscriptions.same-plan',
  409,
  () => 'The subscription has this plan already.',
  'Choose another plan.',
);
