import { rateText } from '../kit/format.ts';

interface Speeds {
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
}

/** A pair of speeds in words: `50 Mbit/s down, 10 Mbit/s up`. */
export const speedText = ({ rate_down_kbps, rate_up_kbps }: Speeds): string => {
  if (rate_down_kbps === null && rate_up_kbps === null) return 'unlimited speed';
  const side = (kbps: number | null) => (kbps === null ? 'unlimited' : rateText(kbps));
  return `${side(rate_down_kbps)} down, ${side(rate_up_kbps)} up`;
};
