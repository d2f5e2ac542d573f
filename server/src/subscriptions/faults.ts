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
export const ChangeTooEarly = defineFault(
  'subscriptions.change-too-early',
  422,
  (p: { earliest: string }) => `This subscription began on ${p.earliest}: nothing of it changes before.`,
  'Choose that day or a later one.',
);
export const NothingPlanned = defineFault(
  'subscriptions.nothing-planned',
  409,
  (p: { on: string }) => `No change is planned for ${p.on} that could be taken back.`,
  'Look at the subscription: a change that has begun is undone by another change.',
);
export const PlannedByPriceChange = defineFault(
  'subscriptions.planned-by-price-change',
  409,
  (p: { on: string }) => `What is planned for ${p.on} belongs to a price change of its plan.`,
  'Give this subscription a price of its own from that day on, or take the price change back for everybody.',
);
export const PriceChangeNotFound = defineFault(
  'subscriptions.price-change-not-found',
  404,
  (p: { id: string }) => `There is no price change ${p.id}.`,
  'List the price changes and use one of their ids.',
);
export const PriceChangeTakenBack = defineFault(
  'subscriptions.price-change-taken-back',
  409,
  () => 'This price change is taken back already.',
  'Publish new terms to change prices again.',
);
export const PauseOverlaps = defineFault(
  'subscriptions.pause-overlaps',
  409,
  (p: { from_on: string; to_on: string | null }) =>
    `There is a pause from ${p.from_on}${p.to_on === null ? '' : ` to ${p.to_on}`} already.`,
  'Choose other days, or end that pause first.',
);
export const PauseTooEarly = defineFault(
  'subscriptions.pause-too-early',
  422,
  (p: { earliest: string }) => `This subscription began on ${p.earliest}: it cannot be paused before.`,
  'Choose that day or a later one.',
);
export const NotPaused = defineFault(
  'subscriptions.not-paused',
  409,
  () => 'This subscription is not paused on that day, and no pause is planned.',
  'Look at its pauses; a suspension by hand is resumed, one for unpaid invoices ends with the payment.',
);
export const EndTooEarly = defineFault(
  'subscriptions.end-too-early',
  422,
  (p: { earliest: string }) => `This subscription began on ${p.earliest}: it cannot end before.`,
  'Choose that day or a later one.',
);
export const PackSaleNotFound = defineFault(
  'subscriptions.pack-sale-not-found',
  404,
  (p: { id: string }) => `There is no sale ${p.id} of a pack.`,
  'List the packs that the subscription bought and use the id of one.',
);
export const PackTakenBack = defineFault(
  'subscriptions.pack-taken-back',
  409,
  () => 'This pack was taken back already.',
  'Nothing is left to do.',
);
export const TransferNotFound = defineFault(
  'subscriptions.transfer-not-found',
  404,
  (p: { id: string }) => `There is no transfer ${p.id}.`,
  'List the transfers and use the id of one.',
);
export const TransferOver = defineFault(
  'subscriptions.transfer-over',
  409,
  (p: { is_done: boolean }) =>
    p.is_done ? 'This transfer has happened: it cannot be taken back.' : 'This transfer was taken back already.',
  'What has happened is undone by another transfer, from the account that has it now.',
);
