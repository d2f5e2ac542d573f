import {
  type Day,
  type Decimal,
  decimalFromScaled,
  decimalScale,
  decimalUnscaled,
  greater,
  lesser,
  ok,
  powerOfTen,
  type Result,
  refused,
  roundRatio,
  type UsedAllowance,
} from '@isp/values';
import {
  type BilledUsageLine,
  type BillingCatalogue,
  planKey,
  type RecountedPeriod,
  type UsageTotal,
} from './billable.ts';
import { creditableMinor, creditOf } from './credit-note.ts';
import { type GivenDiscount, type LineDiscount, lineDiscounts } from './discount.ts';
import type { CreditLineDraft } from './draft-credit.ts';
import type { InvoiceLineDraft } from './draft-line.ts';
import type { KnownSubscription } from './known-subscription.ts';
import type { Liability } from './liability.ts';
import { rolledOctets, rolledTrace, rolledUse } from './rolled-usage.ts';
import { creditable } from './stored-line.ts';
import { ROUNDING } from './terms.ts';
import {
  billedPeriods,
  isMetered,
  octetsText,
  type RatedOverage,
  rateOverage,
  type UsagePeriod,
} from './usage-charge.ts';
import { includedText, linesOfUse, usageFields } from './usage-lines.ts';

/** A billed period that is to be rated again, with what was billed of it. */
interface BilledPeriod extends Omit<UsagePeriod, 'segment'> {
  /** Null when nothing was: it was idle. */
  readonly zone: string | null;
  readonly lines: readonly BilledUsageLine[];
}

const ofLines = (lines: readonly BilledUsageLine[], { plans }: BillingCatalogue): BilledPeriod[] => {
  const [first] = lines;
  const terms = first && plans.get(planKey(first));
  if (first === undefined || terms === undefined || !isMetered(terms)) return [];
  const { period_from: from, period_to: to, zone } = first;
  return [{ from, to, zone, terms, lines }];
};

/** The billed periods that use came for, as they were billed; those without a line by the plan. None of which records may be gone. */
export const recountPeriods = (known: KnownSubscription, catalogue: BillingCatalogue): BilledPeriod[] => {
  const { recount_from, billed_usage } = known.subscription;
  if (recount_from === null || billed_usage === null) return [];
  const { lines, kept_from } = billed_usage;
  const billed = [...Map.groupBy(lines, ({ period_from }) => period_from).values()].flatMap((group) =>
    ofLines(group, catalogue),
  );
  const idle = billedPeriods(known, recount_from)
    .filter(({ from, to }) => !lines.some(({ period_from, period_to }) => period_from < to && period_to > from))
    .map((period) => ({ ...period, zone: null, lines: [] }));
  return [...billed, ...idle].filter(({ from }) => kept_from === null || from >= kept_from);
};

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);

const ownOf = (of: { readonly net_minor: bigint; readonly gross_minor: bigint }, inclusive: boolean): bigint =>
  inclusive ? of.gross_minor : of.net_minor;

/** What a line was after its subscription's discounts and before the account's. */
const chargedOf = (line: BilledUsageLine): bigint =>
  ownOf(line, line.tax_inclusive) +
  line.discount_minor -
  sum(line.discounts.map(({ own, amount_minor }) => (own ? amount_minor : 0n)));

const takenBack = (line: BilledUsageLine): bigint => sum(line.credits.map(({ recounted_minor }) => recounted_minor));

/** What the use at one price comes to now, or all of a period where its steps are no lines of their own; and the lines it was billed by. */
interface Part {
  readonly rated: RatedOverage;
  readonly billed: readonly BilledUsageLine[];
}

const NO_UNITS = '0' as Decimal;

const partsOf = ({ terms, lines }: BilledPeriod, ratings: readonly [RatedOverage, ...RatedOverage[]]): Part[] => {
  if (terms.overage_model !== 'graduated') return [{ rated: ratings[0], billed: lines }];
  const tiers = new Set([...ratings, ...lines].map(({ tier }) => tier));
  return [...tiers].map((tier) => ({
    rated: ratings.find((each) => each.tier === tier) ?? {
      ...ratings[0],
      tier,
      octets: 0n,
      quantity: NO_UNITS,
      amount_minor: 0n,
    },
    billed: lines.filter((each) => each.tier === tier),
  }));
};

/** What a recount is made of. */
interface Recounting {
  readonly known: KnownSubscription;
  readonly on: Liability;
  readonly discounts: readonly GivenDiscount[];
  readonly period: BilledPeriod;
  readonly total: UsageTotal;
  /** How they are taken from what the period includes and what rolled over into it. */
  readonly use: UsedAllowance;
  /** What was known of the period before. */
  readonly before: Pick<BilledUsageLine, 'known_octets' | 'known_checksum' | 'rolled_octets'>;
}

const discountsOn = ({ discounts, period }: Recounting, amount_minor: bigint): LineDiscount[] =>
  lineDiscounts(
    {
      kind: 'usage',
      amount_minor,
      due_on: period.to,
      period_from: period.from,
      period_to: period.to,
      days: null,
      of_days: null,
    },
    discounts,
    ROUNDING,
  );

const taken = (billed: readonly BilledUsageLine[], id: string): bigint =>
  sum(
    billed.flatMap(({ discounts }) =>
      discounts.map(({ discount_id, amount_minor }) => (discount_id === id ? amount_minor : 0n)),
    ),
  );

/** What the discounts take off the whole, less what they took off the billed lines. */
const discountsLeft = (whole: readonly LineDiscount[], billed: readonly BilledUsageLine[]): LineDiscount[] =>
  whole.flatMap((discount) => {
    const amount_minor = discount.amount_minor - taken(billed, discount.discount_id);
    return amount_minor > 0n ? [{ ...discount, amount_minor }] : [];
  });

const unitsBetween = (before: readonly Decimal[], now: Decimal): Decimal => {
  const scale = Math.max(...[now, ...before].map(decimalScale));
  const scaled = (units: Decimal) => decimalUnscaled(units) * powerOfTen(scale - decimalScale(units));
  return decimalFromScaled(scaled(now) - sum(before.map(scaled)), scale);
};

/** Units and their price: of what was added, where all of it has one price; else the difference as one thing. */
const productOf = ({ rated, billed }: Part, model: string, amount_minor: bigint) => {
  const isOnePrice = model !== 'volume' || billed.every(({ tier }) => tier === rated.tier);
  const added = unitsBetween(
    billed.map(({ quantity }) => quantity),
    rated.quantity,
  );
  return isOnePrice && decimalUnscaled(added) > 0n && billed.every((line) => takenBack(line) === 0n)
    ? { quantity: added, unit_price_minor: rated.unit_price_minor }
    : { quantity: '1' as Decimal, unit_price_minor: decimalFromScaled(amount_minor, 0) };
};

const namesOf = (lines: readonly BilledUsageLine[]): string =>
  lines.map(({ invoice_id, line_no }) => `${invoice_id}:${line_no}`).join(' ');

/** What was found: other use, or, where it is the same, that other octets rolled over into the period. */
const foundText = ({ total, before, use }: Recounting): string => {
  const used = octetsText(total.octets);
  return total.octets === before.known_octets && rolledOctets(use) !== before.rolled_octets
    ? `${used} used, ${octetsText(rolledOctets(use))} rolled over, not ${octetsText(before.rolled_octets)}`
    : `${used} used, not ${octetsText(before.known_octets)}`;
};

const storyOf = ({ total, before }: Recounting, { rated }: Part, billed_minor: bigint) => ({
  total_bytes: `${total.octets}`,
  sessions: total.sessions,
  checksum: total.checksum,
  total_bytes_before: `${before.known_octets}`,
  checksum_before: before.known_checksum,
  rated_minor: `${rated.amount_minor}`,
  billed_minor: `${billed_minor}`,
});

const correctionLine = (
  recounting: Recounting,
  part: Part,
  more: bigint,
  whole: readonly LineDiscount[],
): InvoiceLineDraft => {
  const { known, on, period, use } = recounting;
  const { terms, lines } = period;
  const discounts = discountsLeft(whole, part.billed);
  const amount_minor = more + sum(discounts.map((each) => each.amount_minor));
  const { overage_model: model } = terms;
  return {
    ...usageFields(known, period, on),
    revision: Math.max(...lines.map(({ revision }) => revision)) + 1,
    description: `${terms.plan_name}: ${foundText(recounting)}; ${includedText(terms, rolledOctets(use))}`,
    ...productOf(part, model, amount_minor),
    amount_minor,
    discounts,
    trace: {
      included_bytes: `${terms.included_bytes}`,
      ...rolledTrace(use, terms),
      billed_bytes: `${greater(0n, part.rated.octets - sum(part.billed.map(({ billed_octets }) => billed_octets)))}`,
      unit_bytes: `${terms.overage_unit_bytes}`,
      ...storyOf(recounting, part, part.rated.amount_minor - amount_minor),
      corrects: namesOf(part.billed.length === 0 ? lines : part.billed),
      ...(model === 'flat' ? {} : { model, tier: part.rated.tier }),
    },
  };
};

/** Takes so much back of one line, as far as something is left of it: in the same proportion that the account's discounts left of it, so that all of it is all that was paid. */
const creditOfLine = (
  recounting: Recounting,
  part: Part,
  line: BilledUsageLine,
  minor: bigint,
): CreditLineDraft | null => {
  const { known, period } = recounting;
  const [charged, own] = [chargedOf(line), ownOf(line, line.tax_inclusive)];
  if (charged <= 0n) return null;
  const given = sum(line.credits.map((each) => (each.kind === 'recount' ? ownOf(each, line.tax_inclusive) : 0n)));
  const owed = roundRatio(own * (takenBack(line) + minor), charged, ROUNDING) - given;
  const of = creditable(line);
  const amount = lesser(owed, creditableMinor(of));
  const credit = creditOf(of, amount, ROUNDING);
  if (!credit.ok) return null;
  const recounted = amount === owed ? minor : roundRatio(minor * amount, owed, ROUNDING);
  return {
    ...credit.value,
    of: { account_id: line.account_id, invoice_id: line.invoice_id, line_no: line.line_no },
    credit_no: line.credits.length + 1,
    kind: 'recount',
    line_kind: 'usage',
    subscription_id: known.subscription.id,
    description: `${period.terms.plan_name}: ${foundText(recounting)}`,
    tax_code: line.tax_code,
    period_from: period.from,
    period_to: period.to,
    from_second: 0,
    to_second: 0,
    days: null,
    of_days: null,
    trace: { ...storyOf(recounting, part, charged), recounted_minor: `${recounted}` },
  };
};

/** Takes so much back of the lines, of the newest first. */
const creditLines = (recounting: Recounting, part: Part, minor: bigint): CreditLineDraft[] => {
  let left = minor;
  return part.billed.toReversed().flatMap((line) => {
    const most = lesser(left, chargedOf(line) - takenBack(line));
    const credit = most > 0n ? creditOfLine(recounting, part, line, most) : null;
    if (credit !== null) left -= most;
    return credit ?? [];
  });
};

/** What a recount finds: lines of what was billed too little, credits of what was billed too much, and the totals that are known now. */
export interface Recount {
  readonly lines: readonly InvoiceLineDraft[];
  readonly credits: readonly CreditLineDraft[];
  readonly periods: readonly RecountedPeriod[];
}

/** The lines of one period, each with a revision of its own. */
const numbered = (lines: readonly InvoiceLineDraft[]): InvoiceLineDraft[] =>
  lines.map((line, i) => ({ ...line, revision: line.revision + i }));

/** The difference of a period between what its use comes to now and what was billed of it; none of one whose invoice is void. */
const differenceOf = (recounting: Recounting): Pick<Recount, 'lines' | 'credits'> => {
  const { known, period, total, use } = recounting;
  if (period.lines.some(({ is_void }) => is_void)) return { lines: [], credits: [] };
  const parts = partsOf(period, rateOverage(period.terms, total, known.currency, rolledOctets(use))).map((part) => {
    const whole = discountsOn(recounting, part.rated.amount_minor);
    const owed = part.rated.amount_minor - sum(whole.map(({ amount_minor }) => amount_minor));
    return { ...part, whole, more: owed - sum(part.billed.map((line) => chargedOf(line) - takenBack(line))) };
  });
  const lines = parts.flatMap((part) =>
    part.more > 0n ? [correctionLine(recounting, part, part.more, part.whole)] : [],
  );
  return {
    lines: numbered(lines),
    credits: parts.flatMap((part) => (part.more < 0n ? creditLines(recounting, part, -part.more) : [])),
  };
};

/** The lines of a period of which nothing was billed, because nothing was used. */
const firstLines = ({ known, on, period, total, ...recounting }: Recounting): InvoiceLineDraft[] => {
  const lines = linesOfUse(known, period, total, on);
  if (lines.every(({ amount_minor }) => amount_minor === 0n)) return [];
  const all = { known, on, period, total, ...recounting };
  return lines.map((line) => ({ ...line, discounts: discountsOn(all, line.amount_minor) }));
};

const NOTHING: Result<Recount, string> = ok({ lines: [], credits: [], periods: [] });

/**
 * Rates billed periods again that use came for since, by the terms that held then: what is more is a line each, what is less a credit of what was billed, and what comes to the same is neither.
 * Lines and credits of a period sum to what all of its use costs, each rounded as it always is.
 */
export const recountUsage = (
  known: KnownSubscription,
  on: Liability,
  discounts: readonly GivenDiscount[],
): Result<Recount, string> => {
  const billed = recountPeriods(known, on.catalogue);
  if (billed.length === 0) return NOTHING;
  const found = { lines: [] as InvoiceLineDraft[], credits: [] as CreditLineDraft[], periods: [] as RecountedPeriod[] };
  for (const period of billed) {
    const { from, to, lines } = period;
    const total = known.subscription.usage.find((each) => each.period_from === from && each.period_to === to);
    if (total === undefined) return refused(`the usage from ${from} to ${to} was not read`);
    const before = lines.at(-1) ?? { known_octets: 0n, known_checksum: '', rolled_octets: 0n };
    const use = rolledUse(known, period, total.octets);
    const recounting = { known, on, discounts, period, total, use, before };
    const { lines: more, credits } =
      lines.length === 0 ? { lines: firstLines(recounting), credits: [] } : differenceOf(recounting);
    found.lines.push(...more);
    found.credits.push(...credits);
    const { is_early: _, ...rest } = total;
    found.periods.push(rest);
  }
  return ok(found);
};

/** From which day on billed use is to be looked at again: that of the first period whose last records may not have been there. */
export const earlyFrom = (totals: readonly UsageTotal[]): Day | null =>
  totals.flatMap(({ is_early, period_from }) => (is_early ? [period_from] : [])).sort()[0] ?? null;
