import type { CreditInvoice } from '@isp/server/contract/flows';
import type { Input } from '../api/contract.ts';
import { moneyText } from '../kit/format.ts';
import { amountProblem, minorOf } from '../kit/money-text.ts';
import type { Invoice, Line } from './line-words.ts';

export type CreditValues = { amounts: { amount: string }[]; reason: string; to_refund: boolean };

/** The lines of which something is left to credit. */
export const creditableLines = ({ lines }: Pick<Invoice, 'lines'>): Line[] =>
  lines.filter((line) => line.creditable_minor > 0);

/** Why an amount cannot be credited of a line; empty is none of it. */
export const creditProblem = (text: string, line: Pick<Line, 'creditable_minor'>, currency: string): string | null => {
  if (text.trim() === '') return null;
  const problem = amountProblem(text, currency);
  if (problem !== null) return problem;
  const [amount, left] = [minorOf(text, currency) ?? 0, line.creditable_minor];
  if (amount <= 0) return 'a credit is more than zero; leave it empty for none';
  return amount > left ? `at most ${moneyText(left, currency)} is left of this line` : null;
};

/** The command a filled form is; lines without an amount are left out. */
export const creditInput = (
  id: string,
  lines: readonly Pick<Line, 'line_no'>[],
  values: CreditValues,
  currency: string,
): Input<typeof CreditInvoice> => ({
  id,
  reason: values.reason.trim(),
  lines: lines.flatMap(({ line_no }, index) => {
    const amount_minor = minorOf(values.amounts[index]?.amount ?? '', currency) ?? 0;
    return amount_minor > 0 ? [{ line_no, amount_minor }] : [];
  }),
  to_refund: values.to_refund,
});

/** Whether an amount was written for any line. */
export const hasAmount = ({ amounts }: Pick<CreditValues, 'amounts'>): boolean =>
  amounts.some(({ amount }) => amount.trim() !== '');
