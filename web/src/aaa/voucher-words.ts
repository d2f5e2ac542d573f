import type { GetVoucherBatch, ListVoucherBatches, ListVouchers } from '@isp/server/contract/aaa';
import type { Reply, Row } from '../api/contract.ts';
import { bytesText, durationText, rateText } from '../kit/format.ts';

export type VoucherBatch = Reply<typeof GetVoucherBatch>;
export type BatchRow = Row<typeof ListVoucherBatches>;
export type VoucherRow = Row<typeof ListVouchers>;

/** What a voucher gives. */
type Gift = Pick<VoucherBatch, 'time_s' | 'octets' | 'valid_s' | 'rate_down_kbps' | 'rate_up_kbps'>;

/** What a voucher gives, in short: `2 h`, `500 MB`, `5 Mbit/s down, 1 Mbit/s up`, `24 h from first log-in`. */
export const giftWords = ({ time_s, octets, valid_s, rate_down_kbps, rate_up_kbps }: Gift): string[] => [
  ...(time_s === null ? [] : [`${durationText(time_s)} online`]),
  ...(octets === null ? [] : [bytesText(octets)]),
  ...(rate_down_kbps === null || rate_up_kbps === null
    ? []
    : [`${rateText(rate_down_kbps)} down, ${rateText(rate_up_kbps)} up`]),
  ...(valid_s === null ? [] : [`valid ${validityText(valid_s)} from first log-in`]),
];

const HOUR_S = 3600;

/** A validity as it is sold: a day is `24 h`. */
export const validityText = (s: number): string =>
  s % HOUR_S === 0 && s <= 48 * HOUR_S ? `${s / HOUR_S} h` : durationText(s);

/** The states of a voucher, as choices. */
export const STATES = [
  { value: 'unused', label: 'Unused' },
  { value: 'in-use', label: 'In use' },
  { value: 'used-up', label: 'Used up' },
  { value: 'expired', label: 'Expired' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;

/** How they can be printed. */
export const LAYOUTS = [
  { value: 'a4-2x5', label: 'A4, 10 large cards' },
  { value: 'a4-3x8', label: 'A4, 24 cards' },
  { value: 'a4-4x10', label: 'A4, 40 small cards' },
  { value: 'roll-80mm', label: 'Receipt printer, 80 mm roll' },
] as const;

/** How a batch is, in one word. */
export const batchState = (batch: Pick<BatchRow, 'cancelled_at' | 'unused' | 'in_use'>): string => {
  if (batch.cancelled_at !== null) return 'cancelled';
  return batch.unused + batch.in_use === 0 ? 'ended' : 'active';
};
