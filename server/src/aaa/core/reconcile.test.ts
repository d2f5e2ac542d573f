import { vendorOf } from '@isp/radius';
import { expect, test } from 'vitest';
import { type Grant, toldBy, UNTOLD } from './access.ts';
import { remedyFor } from './reconcile.ts';

const grant = (change: Partial<Grant> = {}): Grant => ({
  mode: 'allow',
  rate_down_kbps: 50,
  rate_up_kbps: 10,
  ...change,
});
const was = (change: Partial<Grant> = {}) => toldBy(grant(change));

test.each([
  ['the same', 'mikrotik', grant(), was(), 'nothing'],
  ['another speed', 'mikrotik', grant({ rate_up_kbps: 11 }), was(), 'coa'],
  ['another speed', 'cisco', grant({ rate_up_kbps: 11 }), was(), 'coa'],
  ['another speed, no CoA', 'generic', grant({ rate_up_kbps: 11 }), was(), 'disconnect'],
  ['no limit any more', 'mikrotik', grant({ rate_up_kbps: null, rate_down_kbps: null }), was(), 'disconnect'],
  [
    'never limited',
    'mikrotik',
    grant({ rate_up_kbps: null, rate_down_kbps: null }),
    was({ rate_up_kbps: null, rate_down_kbps: null }),
    'nothing',
  ],
  ['behind the wall', 'mikrotik', grant({ mode: 'walled' }), was(), 'coa'],
  ['behind the wall, which it cannot by CoA', 'cisco', grant({ mode: 'walled' }), was(), 'disconnect'],
  ['out of the wall', 'mikrotik', grant(), was({ mode: 'walled' }), 'coa'],
  ['denied', 'mikrotik', grant({ mode: 'deny' }), was(), 'disconnect'],
  ['denied, and gone', 'mikrotik', grant({ mode: 'deny' }), was({ mode: 'deny' }), 'nothing'],
  ['wanted again, and gone', 'mikrotik', grant(), was({ mode: 'deny' }), 'nothing'],
  ['nobody knows what it was told', 'mikrotik', grant(), UNTOLD, 'coa'],
  ['nobody knows, no CoA', 'generic', grant(), UNTOLD, 'disconnect'],
] as const)('%s (%s)', (_, vendor, wanted, told, remedy) => {
  expect(remedyFor(wanted, told, vendorOf(vendor))).toBe(remedy);
});
