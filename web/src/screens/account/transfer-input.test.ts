import { expect, test } from 'vitest';
import { type TransferValues, transferOf } from './transfer-input.ts';

const typed = (more: Partial<TransferValues>): TransferValues => ({
  to_account_id: 'b',
  when: 'today',
  on: null,
  contract: 'kept',
  waives: false,
  waive_fee: '',
  keeps_price: true,
  reason: '',
  ...more,
});
const SAID = { to_account_id: 'b', contract: 'kept', own_price: 'kept' };

test.each([
  ['no account yet', { to_account_id: null }, undefined],
  ['no day yet', { when: 'day' as const }, undefined],
  ['today', {}, SAID],
  [
    'with the next period, whatever day was typed before',
    { when: 'period-end' as const, on: '2026-05-01' },
    { ...SAID, when: 'period-end' },
  ],
  [
    'on a day, for a reason',
    { when: 'day' as const, on: '2026-05-01', reason: ' sold ' },
    { ...SAID, on: '2026-05-01', reason: 'sold' },
  ],
  ['the plan’s price', { keeps_price: false }, { ...SAID, own_price: 'dropped' }],
  [
    'a fee waived',
    { contract: 'ended' as const, waives: true, waive_fee: ' goodwill ' },
    { ...SAID, contract: 'ended', waive_fee: 'goodwill' },
  ],
  ['nothing to waive where the contract goes on', { waives: true, waive_fee: 'goodwill' }, SAID],
])('%s', (_, more, expected) => {
  expect(transferOf(typed(more))).toEqual(expected);
});
