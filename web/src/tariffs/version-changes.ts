import { durationText, moneyText } from '../kit/format.ts';
import { hoursText, limitText, listText, stepText } from './limit-words.ts';
import { cycleText, type Terms, volumeText } from './plan-sentence.ts';
import { speedText } from './speed-text.ts';

const poolText = (code: string | null): string => (code === null ? 'the NAS chooses' : `of pool ${code}`);

const SAID: readonly (readonly [what: string, say: (terms: Terms) => string])[] = [
  ['Price', (t) => `${moneyText(t.price_minor, t.currency)} ${cycleText(t.cycle_unit, t.cycle_count)}`],
  ['Billed', (t) => (t.timing === 'advance' ? 'in advance' : 'in arrears')],
  ['Tax', (t) => t.tax_code ?? 'none'],
  ['Set-up fee', (t) => (t.setup_fee_minor === 0 ? 'none' : moneyText(t.setup_fee_minor, t.currency))],
  ['Speed', speedText],
  ['Volume', volumeText],
  ['Sessions at once', (t) => String(t.simultaneous)],
  ['IPv4 address', (t) => poolText(t.ipv4_pool)],
  ['IPv6 prefix', (t) => poolText(t.ipv6_prefix_pool)],
  ['Delegated prefix', (t) => poolText(t.ipv6_delegated_pool)],
  ['Longest session', (t) => (t.session_timeout_s === null ? 'no limit' : durationText(t.session_timeout_s))],
  ['Limits', (t) => listText(t.limits, (limit) => limitText(limit, t.currency))],
  ['Fair use', (t) => listText(t.fair_use, stepText)],
  ['Hours', (t) => listText(t.hours, hoursText)],
];

/** One thing that is not the same in two versions of a plan. */
export interface TermsChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What changed from one version to the next, in words. */
export const changesBetween = (before: Terms, after: Terms): TermsChange[] =>
  SAID.map(([what, say]) => ({ what, before: say(before), after: say(after) })).filter((c) => c.before !== c.after);

/** All terms of a version in words. */
export const termsInWords = (terms: Terms): (readonly [what: string, text: string])[] =>
  SAID.map(([what, say]) => [what, say(terms)] as const);
