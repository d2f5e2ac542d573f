import { defineFault } from '@isp/values';

export const PlanNotFound = defineFault(
  'tariffs.plan-not-found',
  404,
  (p: { plan: string }) => `There is no plan ${p.plan}.`,
  'List the plans and use one of their ids or codes.',
);
export const PlanCodeTaken = defineFault(
  'tariffs.plan-code-taken',
  409,
  (p: { code: string }) => `There is a plan ${p.code} already.`,
  'Choose another code, or publish a new version of that plan.',
);
export const PlanRetired = defineFault(
  'tariffs.plan-retired',
  409,
  (p: { code: string }) => `Plan ${p.code} is no longer sold.`,
  'Choose a plan that is active, or bring this one back.',
);
export const VersionNotNewer = defineFault(
  'tariffs.version-not-newer',
  422,
  (p: { latest: string }) => `A version must begin after the newest one, which begins on ${p.latest}.`,
  'Give a later day.',
);
export const PlanNotBegun = defineFault(
  'tariffs.plan-not-begun',
  409,
  (p: { code: string; on: string }) => `Plan ${p.code} has no version that holds on ${p.on}.`,
  'Start later, or publish a version that begins earlier.',
);
export const OverageIncomplete = defineFault(
  'tariffs.overage-incomplete',
  422,
  () => 'Usage beyond the included volume needs all three: included volume, unit and what a unit costs.',
  'Give included_bytes, overage_unit_bytes and overage_unit_price_minor (or steps of prices), or none of them but the first.',
);
export const TiersUnclear = defineFault(
  'tariffs.tiers-unclear',
  422,
  () => 'Steps of prices of use must go up, the last without end, beside a model and in place of a single price.',
  'Give overage_model "graduated" or "volume" with overage_tiers by rising up_to, the last null, and leave overage_unit_price_minor out; or "flat" with one price.',
);
export const MeterStepsUnclear = defineFault(
  'tariffs.meter-steps-unclear',
  422,
  (p: { meter: string }) => `The steps of prices of meter ${p.meter} do not go up to one without end.`,
  'Give its tiers by rising up_to, the last with null.',
);
export const CurrencyChanged = defineFault(
  'tariffs.currency-changed',
  422,
  (p: { currency: string }) => `This plan is sold in ${p.currency}; a version cannot change that.`,
  'Make another plan for another currency.',
);
export const FreeHoursTooLong = defineFault(
  'tariffs.free-hours-too-long',
  422,
  () => 'Free hours cannot be told apart over windows of more than 62 days.',
  'With free hours, give limits and fair use by day, week or month, or by a billing period of at most two months.',
);
export const ParentsUnclear = defineFault(
  'tariffs.parents-unclear',
  422,
  (p: { why: string }) => `What the plan may be added to is not clear: ${p.why}.`,
  'Name plans of services in parent_plan_ids, for an add-on only, or none: it then goes on any.',
);
export const BundleUnclear = defineFault(
  'tariffs.bundle-unclear',
  422,
  (p: { why: string }) => `The bundle is not clear: ${p.why}.`,
  'Name in parts plans of services and add-ons that are sold in the currency and by the periods of the bundle, one of them not optional; it says price and contract, its parts say what they give.',
);
export const BundlePriceDiffers = defineFault(
  'tariffs.bundle-price-differs',
  422,
  (p: { given: string; comes_to: string }) =>
    `The parts’ prices less what is taken off come to ${p.comes_to}, not ${p.given} (in the smallest coins).`,
  'Give price_minor as POST /bundles/price says it, or leave parts_less_percent and parts_less_minor out: then it is one price for the whole.',
);
export const AreaNotFound = defineFault(
  'tariffs.area-not-found',
  404,
  (p: { id: string }) => `There is no area ${p.id}.`,
  'List the areas and use the id of one.',
);
export const AreaCodeTaken = defineFault(
  'tariffs.area-code-taken',
  409,
  (p: { code: string }) => `There is an area ${p.code} already.`,
  'Choose another code, or change that area.',
);
export const AreaUnclear = defineFault(
  'tariffs.area-unclear',
  422,
  (p: { range: string }) => `The range ${p.range} holds no postal code.`,
  'Give a first and a last code of as many letters and digits, the first one first.',
);
const MONEY = {
  'no-price': 'what use beyond the included volume costs is not said',
  included: 'what a billing period includes cannot be told apart in a window that is none',
  'free-hours': 'what is used in free hours is billed, and would not count against it',
} as const;
export const MoneyLimitUnclear = defineFault(
  'tariffs.money-limit-unclear',
  422,
  (p: { why: keyof typeof MONEY }) => `A limit in money cannot be held: ${MONEY[p.why]}.`,
  'Give a price of use; with included volume limit money by billing period, and give no free hours beside it.',
);
const ROLLOVER = {
  nothing: 'the plan has no volume of a week, month or billing period that could',
  'free-hours': 'what is used in free hours cannot be told apart for so long',
} as const;
export const RolloverUnclear = defineFault(
  'tariffs.rollover-unclear',
  422,
  (p: { why: keyof typeof ROLLOVER }) => `Nothing can roll over: ${ROLLOVER[p.why]}.`,
  'Give an included volume, a limit of data or a step of fair use by week, month or billing period, and no free hours; or no rollover.',
);
export const CouponNotFound = defineFault(
  'tariffs.coupon-not-found',
  404,
  (p: { coupon: string }) => `There is no coupon ${p.coupon}.`,
  'List the coupons and use the code or id of one.',
);
export const CouponCodeTaken = defineFault(
  'tariffs.coupon-code-taken',
  409,
  (p: { code: string }) => `There is a coupon ${p.code} already.`,
  'Choose another code.',
);
export const CouponUnclear = defineFault(
  'tariffs.coupon-unclear',
  422,
  (p: { why: string }) => `The coupon is not clear: ${p.why}.`,
  'Put right what it names and send it again.',
);
export const CouponOver = defineFault(
  'tariffs.coupon-over',
  409,
  (p: { code: string; why: string }) => `Coupon ${p.code} cannot be redeemed: ${p.why}.`,
  'Use another coupon, or change until when and how often this one may be redeemed.',
);
export const CouponNotForThis = defineFault(
  'tariffs.coupon-not-for-this',
  422,
  (p: { code: string; why: string }) => `Coupon ${p.code} does not fit: ${p.why}.`,
  'Use a coupon that is made for this, or give a discount by hand.',
);
export const PackNotFound = defineFault(
  'tariffs.pack-not-found',
  404,
  (p: { pack: string }) => `There is no pack ${p.pack}.`,
  'List the packs and use the id of one.',
);
export const PackCodeTaken = defineFault(
  'tariffs.pack-code-taken',
  409,
  (p: { code: string }) => `There is a pack ${p.code} already.`,
  'Choose another code.',
);
