import { expect, test } from 'vitest';
import { type MeterChoice, meterText } from './meter-words.ts';

const METERS: MeterChoice[] = [
  { code: 'voice', name: 'Calls', unit_code: 'min', aggregation: 'sum' },
  { code: 'transit', name: 'Transit', unit_code: 'Mbit/s', aggregation: 'p95' },
];
type Charge = Parameters<typeof meterText>[0];
const OF = { meter: 'voice', included_units: 0, minimum_minor: 0 };
const tiers = [
  { up_to: '60', unit_price_minor: '10' },
  { up_to: null, unit_price_minor: '5' },
];

test.each<[Charge, string]>([
  [{ ...OF, model: 'flat', unit_price_minor: '5', partial: 'exact' }, 'Calls: €0.05 per min'],
  [
    { ...OF, model: 'flat', unit_price_minor: '0.5', partial: 'up', included_units: 1000, minimum_minor: 1000 },
    'Calls: 1,000 min included, then €0.005 per min, a begun min whole, at least €10.00 a period',
  ],
  [
    { ...OF, model: 'graduated', tiers, partial: 'exact', included_units: 100 },
    'Calls: 100 min included, then €0.10 per min up to 60 min more, €0.05 above',
  ],
  [
    { ...OF, model: 'volume', tiers, partial: 'exact' },
    'Calls: all at the price of the step reached: €0.10 per min up to 60 min, €0.05 above',
  ],
  [{ ...OF, model: 'package', package_units: 100, unit_price_minor: '250' }, 'Calls: €2.50 for each begun 100 min'],
  [{ ...OF, model: 'percentage', percent: '2.50', record_fee_minor: '0' }, 'Calls: 2.5 %'],
  [{ ...OF, model: 'percentage', percent: '2', record_fee_minor: '10' }, 'Calls: 2 % and €0.10 for each record'],
  [
    { ...OF, meter: 'transit', model: 'flat', unit_price_minor: '80', partial: 'exact' },
    'Transit at the 95th percentile: €0.80 per Mbit/s',
  ],
  [{ ...OF, meter: 'pager', model: 'flat', unit_price_minor: '80', partial: 'exact' }, 'pager: €0.80 per unit'],
  [{ ...OF, meter: '', model: 'flat', unit_price_minor: '', partial: 'exact' }, '…: … per unit'],
])('%j', (charge, text) => expect(meterText(charge, 'EUR', METERS)).toBe(text));
