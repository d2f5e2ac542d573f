import { durationText, moneyText } from '../kit/format.ts';
import { USUAL } from './billing-form.ts';
import { BILLING_WORDS, phasesText } from './billing-words.ts';
import { contractText, earlyFeeText } from './contract-words.ts';
import { hoursText, limitText, listText, stepText } from './limit-words.ts';
import { type MeterChoice, meterText } from './meter-words.ts';
import { NO_OVERAGE } from './overage-form.ts';
import { OVERAGE_WORDS, volumeText } from './overage-words.ts';
import { cycleText, holdFeeText, type Terms } from './plan-sentence.ts';
import { rolloverText } from './rollover-form.ts';
import { speedText } from './speed-text.ts';

const poolText = (code: string | null): string => (code === null ? 'the NAS chooses' : `of pool ${code}`);

const RARELY_OTHER = { ...USUAL, overage_partial: NO_OVERAGE.overage_partial };

/** What the parts of a bundle cost in it: `€27.23 + 2 × €4.55, to choose €9.90`; empty of what is none. */
const partsText = ({ parts, currency }: Terms): string => {
  const said = (optional: boolean) =>
    parts
      .filter((part) => (part.optional ?? false) === optional)
      .map(
        ({ quantity = 1, price_minor }) =>
          `${quantity > 1 ? `${quantity} × ` : ''}${moneyText(price_minor ?? 0, currency)}`,
      )
      .join(' + ');
  return [said(false), said(true)].filter(Boolean).join(', to choose ');
};

/** A rule that is rarely another is one of `RARELY_OTHER`. */
type Said = readonly [
  what: string,
  say: (terms: Terms, meters: readonly MeterChoice[]) => string,
  rare?: keyof typeof RARELY_OTHER,
];

const SAID: readonly Said[] = [
  ['Price', (t) => `${moneyText(t.price_minor, t.currency)} ${cycleText(t.cycle_unit, t.cycle_count)}`],
  ['Billed', (t) => (t.timing === 'advance' ? 'in advance' : 'in arrears')],
  ['Tax', (t) => t.tax_code ?? 'none'],
  ['Set-up fee', (t) => (t.setup_fee_minor === 0 ? 'none' : moneyText(t.setup_fee_minor, t.currency))],
  ['Introductory price', phasesText],
  ['While paused', holdFeeText],
  ['Contract', contractText],
  ['Leaving earlier', earlyFeeText],
  ['Upgrades', (t) => BILLING_WORDS.upgrade[t.upgrade]],
  ['Downgrades', (t) => BILLING_WORDS.downgrade[t.downgrade]],
  ['Unused days', (t) => BILLING_WORDS.adjustments[t.adjustments]],
  ['Part of a period', (t) => BILLING_WORDS.proration[t.proration], 'proration'],
  ['First part', (t) => BILLING_WORDS.first_part[t.first_part], 'first_part'],
  ['Last day', (t) => BILLING_WORDS.termination[t.termination], 'termination'],
  ['While suspended', (t) => (t.bill_suspended ? 'charged' : 'not charged'), 'bill_suspended'],
  ['Rounding', (t) => BILLING_WORDS.rounding[t.rounding], 'rounding'],
  ['Speed', speedText],
  ['Volume', volumeText],
  ['A begun unit', (t) => OVERAGE_WORDS.overage_partial[t.overage_partial], 'overage_partial'],
  ['Sessions at once', (t) => String(t.simultaneous)],
  ['IPv4 address', (t) => poolText(t.ipv4_pool)],
  ['IPv6 prefix', (t) => poolText(t.ipv6_prefix_pool)],
  ['Delegated prefix', (t) => poolText(t.ipv6_delegated_pool)],
  ['Longest session', (t) => (t.session_timeout_s === null ? 'no limit' : durationText(t.session_timeout_s))],
  ['Limits', (t) => listText(t.limits, (limit) => limitText(limit, t.currency))],
  ['Fair use', (t) => listText(t.fair_use, stepText)],
  ['Rollover', (t) => (t.rollover === null ? 'none' : rolloverText(t))],
  ['Metered services', (t, meters) => listText(t.meter_charges, (charge) => meterText(charge, t.currency, meters))],
  ['Parts', partsText],
  ['Hours', (t) => listText(t.hours, hoursText)],
];

/** One thing that is not the same in two versions of a plan. */
export interface TermsChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What changed from one version to the next, in words. */
export const changesBetween = (before: Terms, after: Terms, meters: readonly MeterChoice[] = []): TermsChange[] =>
  SAID.map(([what, say]) => ({ what, before: say(before, meters), after: say(after, meters) })).filter(
    (c) => c.before !== c.after,
  );

/** The terms of a version in words; of the rules that are rarely another those that are. */
export const termsInWords = (
  terms: Terms,
  meters: readonly MeterChoice[] = [],
): (readonly [what: string, text: string])[] =>
  SAID.filter(([, , rare]) => rare === undefined || terms[rare] !== RARELY_OTHER[rare])
    .map(([what, say]) => [what, say(terms, meters)] as const)
    .filter(([, text]) => text !== '');
