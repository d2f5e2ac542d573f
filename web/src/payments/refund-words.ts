import { moneyText } from '../kit/format.ts';
import { amountProblem, minorOf } from '../kit/money-text.ts';

/** Why an amount cannot be paid out. */
export const refundProblem = (text: string, left_minor: number, currency: string): string | null => {
  const problem = amountProblem(text, currency);
  if (problem !== null) return problem;
  const amount = minorOf(text, currency) ?? 0;
  if (amount <= 0) return 'a refund is more than zero';
  return amount > left_minor ? `at most ${moneyText(left_minor, currency)} is left` : null;
};
