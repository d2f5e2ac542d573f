import { moneyText } from '../kit/format.ts';
import { amountProblem, minorOf } from '../kit/money-text.ts';

/** Why an amount cannot be written off. */
export const writeOffProblem = (text: string, open_minor: number, currency: string): string | null => {
  const problem = amountProblem(text, currency);
  if (problem !== null) return problem;
  const amount = minorOf(text, currency) ?? 0;
  if (amount <= 0) return 'write off more than zero';
  return amount > open_minor ? `at most ${moneyText(open_minor, currency)} is open` : null;
};
