import type { Day } from '@isp/values';
import { groupedCode } from './voucher-code.ts';
import { dayWords, giftWords, type VoucherGift } from './voucher-words.ts';

/** Millimetres. */
interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  readonly pad: number;
  readonly columns: number;
  readonly rows: number;
  /** How the code is drawn: beside the text, or below it; and how wide at most. */
  readonly qr: 'beside' | 'below';
  readonly qr_side: number;
  /** Points. */
  readonly sizes: { readonly heading: number; readonly code: number; readonly pin: number; readonly small: number };
}

const A4 = { width: 210, height: 297, margin: 8, qr: 'beside' } as const;

/** How vouchers are laid out on paper, by name. */
export const SHEETS: Readonly<Record<'a4-2x5' | 'a4-3x8' | 'a4-4x10' | 'roll-80mm', Sheet>> = {
  'a4-2x5': { ...A4, columns: 2, rows: 5, pad: 4, qr_side: 34, sizes: { heading: 12, code: 22, pin: 13, small: 8 } },
  'a4-3x8': { ...A4, columns: 3, rows: 8, pad: 2.5, qr_side: 23, sizes: { heading: 9, code: 14, pin: 9, small: 6 } },
  'a4-4x10': {
    ...A4,
    columns: 4,
    rows: 10,
    pad: 1.8,
    qr_side: 16,
    sizes: { heading: 7, code: 11, pin: 7.5, small: 5 },
  },
  'roll-80mm': {
    ...{ width: 80, height: 62, margin: 4, columns: 1, rows: 1, pad: 0 },
    ...{ qr: 'below', qr_side: 40, sizes: { heading: 13, code: 21, pin: 13, small: 8.5 } },
  },
};

/** What a batch says on each of its cards. */
export interface CardFacts extends VoucherGift {
  readonly name: string;
  readonly heading: string;
  readonly use_by_on: Day | null;
  readonly login_url: string | null;
}

/** What stands on one card. */
export interface Card {
  readonly heading: string;
  readonly price: string | null;
  readonly code: string;
  readonly pin: string | null;
  /** What it gives, and by when it has to be used first. */
  readonly lines: readonly string[];
  readonly footer: string;
  readonly qr: string | null;
}

/** The log-in page with the code and the PIN in their places; a log-in page without places is given as it is. */
const linkOf = (login_url: string, code: string, pin: string | null): string =>
  login_url.replaceAll('{code}', encodeURIComponent(code)).replaceAll('{pin}', encodeURIComponent(pin ?? code));

const gatheredLines = (gift: readonly string[]): string[] => {
  const [validity] = gift.filter((words) => words.startsWith('valid'));
  const much = gift.filter((words) => words !== validity).join(' · ');
  return [much, validity ?? ''].filter((words) => words !== '');
};

/** One voucher as it is printed. */
export const cardOf = (
  batch: CardFacts,
  { number, code, pin }: { readonly number: number; readonly code: string; readonly pin: string | null },
  price: string | null,
): Card => ({
  heading: batch.heading,
  price,
  code: groupedCode(code),
  pin,
  lines: [
    ...gatheredLines(giftWords(batch)),
    ...(batch.use_by_on === null ? [] : [`first log-in by ${dayWords(batch.use_by_on)}`]),
  ],
  footer: `No. ${number} · ${batch.name}`,
  qr: batch.login_url === null ? null : linkOf(batch.login_url, code, pin),
});
