import { expect, test } from 'vitest';
import { packProblem } from './pack.ts';

const PACK = { state: 'active', currency: 'EUR', plan_ids: null } as const;

test.each([
  [PACK, undefined],
  [{ ...PACK, plan_ids: ['home', 'office'] }, undefined],
  [{ ...PACK, plan_ids: ['office'] }, 'it is not for the plan of this subscription'],
  [{ ...PACK, currency: 'USD' }, 'it is sold in USD, the account is billed in EUR'],
  [{ ...PACK, state: 'withdrawn' as const }, 'it is no longer sold'],
])('%j: %s', (pack, why) => {
  expect(packProblem(pack, { plan_id: 'home', currency: 'EUR' })).toBe(why);
});
