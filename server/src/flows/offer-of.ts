import { addDays, addMonths, type Day, dayIn, type Id } from '@isp/values';
import { type Account, getAccount, type Offer, type Quote, type QuoteCharge } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { takenBack } from '../kernel/db.ts';
import { type Draft, getSubscription, keepState } from '../subscriptions/index.ts';
import { plansById, termOn, versionNumbered } from '../tariffs/index.ts';
import type { Activated } from './activate.ts';
import { QuoteUnbillable } from './faults.ts';
import { type Foreseen, foresee } from './foresee.ts';
import { orderQuote } from './order-quote.ts';
import { earlyFee } from './show-contract.ts';

type Service = Offer['services'][number];
type Bill = Offer['bills'][number];

/** Documents of the account that are looked through, at most. */
const LOOKED = 60;
const MONTHS = 12;

const serviceOf = async (ctx: Ctx, id: Id): Promise<Service> => {
  const known = await getSubscription(ctx, { id });
  const { plan_id, plan_version, quantity } = known.segments[0] ?? {
    plan_id: known.plan_id,
    plan_version: 1,
    quantity: 1,
  };
  const version = await versionNumbered(ctx, { plan_id, plan_version });
  const [plan] = await plansById(ctx.tx, [plan_id]);
  const starts_on = known.started_on ?? dayIn(ctx.now, 'UTC');
  const term = termOn(version, starts_on, starts_on);
  const { contract_months, contract_renewal, price_guarantee, early_fee, early_fee_minor, early_fee_percent } = version;
  const terms = { contract_months, contract_renewal, price_guarantee, early_fee, early_fee_minor, early_fee_percent };
  return {
    id,
    plan_id,
    plan_version,
    plan_name: plan?.name ?? '',
    parent_id: known.parent_id,
    quantity,
    price_minor: known.price_override_minor ?? version.price_minor,
    cycle_unit: version.cycle_unit,
    cycle_count: version.cycle_count,
    starts_on,
    contract: term
      ? { ...terms, to_on: term.to_on, most_minor: await earlyFee(ctx, known, addDays(starts_on, 1)) }
      : null,
  };
};

interface Ours {
  readonly subscriptions: ReadonlySet<Id>;
  readonly charges: ReadonlySet<Id>;
}

const ZERO = { discount_minor: 0n, net_minor: 0n, tax_minor: 0n, gross_minor: 0n };

/** What of a bill comes of a quote; undefined when nothing does. */
const billOf = ({ as_of, drafted: { invoice } }: Foreseen, { subscriptions, charges }: Ours): Bill | undefined => {
  if (invoice === null) return undefined;
  const lines = invoice.lines.flatMap((line) => {
    const { subscription_id, charge_code, kind, description, quantity, period_from, period_to } = line;
    const charge_id = charges.has(charge_code) ? charge_code : null;
    if (charge_id === null && (subscription_id === null || !subscriptions.has(subscription_id))) return [];
    const { discount_minor, net_minor, tax_minor, gross_minor } = line;
    const said = { subscription_id, charge_id, kind, description, quantity, period_from, period_to };
    return [{ ...said, discount_minor, net_minor, tax_minor, gross_minor }];
  });
  if (lines.length === 0) return undefined;
  const sums = lines.reduce(
    (sum, line) => ({
      discount_minor: sum.discount_minor + line.discount_minor,
      net_minor: sum.net_minor + line.net_minor,
      tax_minor: sum.tax_minor + line.tax_minor,
      gross_minor: sum.gross_minor + line.gross_minor,
    }),
    ZERO,
  );
  return { on: as_of, with_others: lines.length < invoice.lines.length, ...sums, lines };
};

const billsOf = (foreseen: readonly Foreseen[], ours: Ours, first: Day): Bill[] =>
  foreseen.flatMap((each) => (each.as_of < addMonths(first, MONTHS) ? (billOf(each, ours) ?? []) : []));

/** What a quote comes to, and what it charges once with all that plans say of it. */
interface Offered {
  readonly offer: Offer;
  readonly charges: readonly QuoteCharge[];
}

const recipientOf = ({ number, name, street, postal_code, city, region, country, tax_id }: Account) => ({
  account_number: number,
  name,
  street,
  postal_code,
  city,
  ...(region === null ? {} : { region }),
  country,
  tax_id,
});

/** What begins on a day to come is billed from then on: it is looked at as if that day had begun. */
const beginAhead = async (ctx: Ctx, activated: readonly Activated[]): Promise<void> => {
  for (const { subscription } of activated)
    if (subscription.started_on !== null) await keepState(ctx, { id: subscription.id, on: subscription.started_on });
};

/** What a quote comes to when it is accepted today: it is, the bills to come are drafted by the code that bills, and all of it is taken back. */
export const offerOf = async (ctx: Ctx, quote: Quote, drafts: readonly Draft[]): Promise<Offered> => {
  const account = await getAccount(ctx, { id: quote.account_id });
  const as_of = dayIn(ctx.now, account.zone);
  return takenBack(ctx.tx, async () => {
    const { charges, activated } = await orderQuote(ctx, quote, drafts);
    await beginAhead(ctx, activated);
    const foreseen = await foresee(ctx, quote.account_id, as_of, LOOKED);
    const why = foreseen.find(({ drafted }) => drafted.held !== null)?.drafted.held;
    if (why) throw QuoteUnbillable({ why });
    const services: Service[] = [];
    for (const { id } of drafts) services.push(await serviceOf(ctx, id));
    const ours = { subscriptions: new Set(drafts.map(({ id }) => id)), charges: new Set(charges.map(({ id }) => id)) };
    const first = services.map(({ starts_on }) => starts_on).sort()[0] ?? quote.start_on ?? as_of;
    return {
      charges,
      offer: { recipient: recipientOf(account), as_of, services, bills: billsOf(foreseen, ours, first) },
    };
  });
};

/** What a quote comes to if it is accepted today. */
export const foreseeQuote = async (ctx: Ctx, quote: Quote, drafts: readonly Draft[]): Promise<Offer> =>
  (await offerOf(ctx, quote, drafts)).offer;
