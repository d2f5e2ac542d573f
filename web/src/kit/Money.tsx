import { moneyText } from './format.ts';

interface MoneyProps {
  readonly minor: number;
  readonly currency: string;
}

/** An amount of minor units in the reader's notation; digits of equal width, never broken over lines. */
export const Money = ({ minor, currency }: MoneyProps) => (
  <span style={{ whiteSpace: 'nowrap' }}>{moneyText(minor, currency)}</span>
);
