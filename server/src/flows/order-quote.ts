import { type Day, dayIn, later } from '@isp/values';
import { makeCharge } from '../billing/index.ts';
import { type Account, getAccount, type Quote, type QuoteCharge } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Draft } from '../subscriptions/index.ts';
import { type Activated, activate } from './activate.ts';
import { type ChargeTerms, chargeTerms } from './charge-account.ts';
import { offerDiscount } from './give-discount.ts';

/** What came of a quote. */
export interface Ordered {
  readonly activated: readonly Activated[];
  /** What it charges once, with all that plans say of it. */
  readonly charges: readonly QuoteCharge[];
}

/** The first day of what is ordered on a day; undefined: that day, or for an add-on the first of what it goes on. */
const startOf = ({ start_on }: Quote, today: Day): Day | undefined =>
  start_on === null ? undefined : later(start_on, today);

/** What others are added to comes first. */
const parentsFirst = (drafts: readonly Draft[]): Draft[] => {
  const own = new Set(drafts.map(({ id }) => id));
  const isOnOther = ({ parent_id }: Draft): boolean => parent_id !== null && own.has(parent_id);
  return [...drafts.filter((each) => !isOnOther(each)), ...drafts.filter(isOnOther)];
};

/** A draft subscription is ordered: it becomes the subscription of its id. */
const orderDraft = async (ctx: Ctx, quote: Quote, draft: Draft, start_on: Day | undefined): Promise<Activated> => {
  const { account_id, id, plan_id, plan_version, parent_id, quantity, price_override_minor, discount } = draft;
  const activated = await activate(
    ctx,
    {
      account_id,
      plan_id,
      parent_id,
      quantity,
      price_override_minor,
      start_on,
      anchor_day: parent_id === null && quote.anchor_day !== null ? quote.anchor_day : undefined,
      username: draft.username ?? undefined,
      mac: null,
      static_ip: null,
      framed_ipv6_prefix: null,
      delegated_ipv6_prefix: null,
      parts: [],
    },
    { id, quote_id: quote.id, plan_version },
  );
  if (discount !== null) {
    const from_on = activated.subscription.started_on ?? undefined;
    await offerDiscount(ctx, { ...discount, account_id, subscription_id: id, from_on });
  }
  return activated;
};

/** What was sent says all of it. */
const termsOf = (charge: QuoteCharge): ChargeTerms | undefined => {
  const { plan_id, plan_version, description, unit_price_minor, tax_code } = charge;
  if (description === null || unit_price_minor === null || tax_code === undefined) return undefined;
  if (plan_id !== null && plan_version === null) return undefined;
  return { plan_id, plan_version, description, unit_price_minor, tax_code };
};

const orderCharge = async (
  ctx: Ctx,
  { quote, account, today }: { readonly quote: Quote; readonly account: Account; readonly today: Day },
  charge: QuoteCharge,
): Promise<QuoteCharge> => {
  const { currency } = account;
  const due_on = startOf(quote, today) ?? today;
  const written = {
    plan_id: charge.plan_id ?? undefined,
    description: charge.description ?? undefined,
    unit_price_minor: charge.unit_price_minor ?? undefined,
    tax_code: charge.tax_code,
  };
  const terms = termsOf(charge) ?? (await chargeTerms(ctx, written, { currency, on: due_on }));
  const { id, quantity, draft_id: subscription_id } = charge;
  const of = { account_id: account.id, quote_id: quote.id, subscription_id };
  await makeCharge(ctx, { ...terms, ...of, id, quantity, currency, due_on, known_on: today });
  return { ...charge, ...terms };
};

/** Makes what a quote offers, as of today: its subscriptions, their discounts, and its charges. */
export const orderQuote = async (ctx: Ctx, quote: Quote, drafts: readonly Draft[]): Promise<Ordered> => {
  const account = await getAccount(ctx, { id: quote.account_id });
  const today = dayIn(ctx.now, account.zone);
  const activated: Activated[] = [];
  for (const draft of parentsFirst(drafts)) activated.push(await orderDraft(ctx, quote, draft, startOf(quote, today)));
  const charges: QuoteCharge[] = [];
  for (const charge of quote.charges) charges.push(await orderCharge(ctx, { quote, account, today }, charge));
  return { activated, charges };
};
