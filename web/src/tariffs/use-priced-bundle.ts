import type { PriceBundle } from '@isp/server/contract/tariffs';
import { useLookAhead } from '../api/look-ahead.ts';
import { minorOf } from '../kit/money-text.ts';
import { bundleOf } from './bundle-form.ts';
import type { TermsValues } from './terms-form.ts';

/** What a bundle as it is typed costs, and how that is divided among its parts; asked for when typing rests. */
export const usePricedBundle = (values: TermsValues, isBundle: boolean) => {
  const { currency, cycle_unit, cycle_count, priced } = values;
  const bundle = bundleOf(values, currency);
  const price = minorOf(values.price_minor, currency);
  const isSaid =
    bundle.parts.length > 0 &&
    (priced === 'whole'
      ? price !== undefined
      : (priced === 'percent' ? bundle.parts_less_percent : bundle.parts_less_minor) !== null);
  return useLookAhead<typeof PriceBundle>(
    '/bundles/price',
    isBundle && isSaid
      ? {
          ...bundle,
          currency,
          cycle_unit,
          cycle_count: Number(cycle_count) || 1,
          ...(priced === 'whole' && price !== undefined ? { price_minor: price } : {}),
        }
      : undefined,
  );
};
