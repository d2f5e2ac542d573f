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
export const TopUpEndInvalid = defineFault(
  'subscriptions.top-up-end-invalid',
  422,
  () => 'A top-up must end at a quarter of an hour within the next 60 days.',
  'Give a moment such as 18:45, or none: then it ends with the window of each limit.',
);
