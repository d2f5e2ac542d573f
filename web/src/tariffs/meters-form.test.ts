import { expect, test } from 'vitest';
import { type MeterValues, metersOf, metersProblems, newMeter } from './meters-form.ts';

const typed = (...charges: Partial<MeterValues>[]) => ({
  meter_charges: charges.map((change) => ({ ...newMeter('voice'), ...change })),
  currency: 'EUR',
});

test('what is not for the model of a price is left out', () => {
  const all = {
    included_units: '5',
    unit_price_minor: '0,05',
    package_units: 100,
    percent: '2,5',
    record_fee_minor: '',
  };
  const of = (model: MeterValues['model']) => metersOf(typed({ ...all, model }), 'EUR').meter_charges[0];
  const common = { meter: 'voice', included_units: 5, minimum_minor: 0 };
  expect(of('flat')).toEqual({ ...common, model: 'flat', unit_price_minor: '5', partial: 'exact' });
  expect(of('package')).toEqual({ ...common, model: 'package', unit_price_minor: '5', package_units: 100 });
  expect(of('percentage')).toEqual({ ...common, model: 'percentage', percent: '2.5', record_fee_minor: '0' });
});

const { meter_charges: check } = metersProblems;
const at = 'meter_charges.0.field';

test.each<[string, string | null, string | null]>([
  ['no meter', check.meter('', typed({})), 'choose a meter'],
  ['one twice', check.meter('voice', typed({}, {})), 'stands here twice'],
  ['one once', check.meter('voice', typed({}, { meter: 'sms' })), null],
  [
    'no price',
    check.unit_price_minor('', typed({}), at),
    'write an amount such as 0.50; up to six digits below the smallest coin',
  ],
  ['a price that a percentage does not have', check.unit_price_minor('', typed({ model: 'percentage' }), at), null],
  ['an empty package', check.package_units('', typed({ model: 'package' }), at), 'write how many make a package'],
  ['a package of one', check.package_units(1, typed({ model: 'package' }), at), null],
  ['0 %', check.percent('0', typed({ model: 'percentage' }), at), 'write a percentage such as 2.5'],
  ['101 %', check.percent('101', typed({ model: 'percentage' }), at), 'write a percentage such as 2.5'],
  ['12,5 %', check.percent('12,5', typed({ model: 'percentage' }), at), null],
  ['a minimum that is none', check.minimum_minor('x', typed({})), 'write an amount'],
  [
    'a step that does not go up',
    check.tiers.up_to('0', typed({ model: 'graduated' }), 'meter_charges.0.tiers.0.up_to'),
    'write more than 0',
  ],
  ['a step of one price', check.tiers.up_to('0', typed({}), 'meter_charges.0.tiers.0.up_to'), null],
])('%s', (_, problem, expected) => expect(problem).toBe(expected));
