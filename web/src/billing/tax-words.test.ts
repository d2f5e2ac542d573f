import { describe, expect, test } from 'vitest';
import {
  changesAhead,
  changeText,
  chargedText,
  type Exemption,
  exemptionSentence,
  exemptionState,
  placeText,
  type Tax,
} from './tax-words.ts';

const tax = (code: string, percent: string, more: Partial<Tax> = {}): Tax => ({
  code,
  name: code.toUpperCase(),
  percent,
  inclusive: false,
  compound: false,
  rates: [{ effective_from: null, percent }],
  created_at: '2026-01-01T00:00:00.000Z',
  ...more,
});
const TAXES = [tax('gst', '5'), tax('qst', '9.975', { compound: true }), tax('vat', '20', { name: 'VAT 20 %' })];

test('what is still to come of a rate', () => {
  const rates = [
    { effective_from: null, percent: '19' },
    { effective_from: '2026-07-01', percent: '16' },
    { effective_from: '2027-01-01', percent: '21' },
  ];
  expect(changesAhead({ rates }, '2026-07-01').map(changeText)).toEqual(['21 % from Jan 1, 2027']);
});

test.each([
  [['gst', 'qst'], 'GST 5 %, QST 9.975 % on the net and the taxes before'],
  [['qst'], 'QST 9.975 %'],
  [['vat', 'lost'], 'VAT 20 %, lost'],
  [[], 'no tax'],
])('%j: %s', (codes, text) => expect(chargedText(codes, TAXES)).toBe(text));

test.each([
  [{ country: 'CA' }, 'Canada'],
  [{ country: 'CA', region: 'QC', postal_prefix: null }, 'Canada, QC'],
  [{ country: 'US', region: 'TX', postal_prefix: '787' }, 'United States, TX, postal codes 787…'],
])('%j: %s', (place, text) => expect(placeText(place)).toBe(text));

describe('an exemption', () => {
  const exemption: Exemption = {
    account_id: 'a',
    id: 'x',
    tax_code: null,
    kind: 'certificate',
    certificate: '4711',
    reason: 'school',
    from_on: '2026-01-01',
    to_on: '2027-01-01',
    known_on: '2026-01-01',
    given_by: 'Sam',
    given_at: '2026-01-01T00:00:00.000Z',
  };
  test.each<[Partial<Exemption>, string]>([
    [{}, 'certificate 4711: school, from Jan 1, 2026 to Dec 31, 2026'],
    [
      { kind: 'reverse-charge', certificate: null, reason: null, to_on: null },
      'reverse charge, from Jan 1, 2026 for good',
    ],
    [{ kind: 'other', certificate: null, reason: 'embassy', to_on: '2026-01-01' }, 'embassy, ended before it began'],
  ])('%j: %s', (more, text) => expect(exemptionSentence({ ...exemption, ...more })).toBe(text));
  test.each([
    ['2025-12-31', 'planned'],
    ['2026-01-01', 'running'],
    ['2026-12-31', 'running'],
    ['2027-01-01', 'over'],
  ])('on %s: %s', (today, state) => expect(exemptionState(exemption, today)).toBe(state));
});
