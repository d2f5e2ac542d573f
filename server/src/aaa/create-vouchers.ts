import { randomInt } from 'node:crypto';
import { type Day, dayIn, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { CreateVoucherBatch, VoucherBatch } from './contract.ts';
import { endOfUseBy } from './core/voucher.ts';
import { drawCode, drawPin, endingOf, shortestCode } from './core/voucher-code.ts';
import { CodesTooShort, UseByPast, VoucherBatchNameTaken, VoucherEndless, VoucherSpeedHalf } from './faults.ts';
import { getVoucherBatch } from './get-voucher-batch.ts';
import { insertBatch, insertVouchers, type NewVoucher, namesAmong } from './store/vouchers.ts';

/** A batch, with what its account says. */
export interface WantedVouchers extends CreateVoucherBatch {
  readonly heading: string;
  readonly currency: string;
  readonly zone: string;
}

/** Vouchers stored by one statement. */
const CHUNK = 2000;

const check = (wanted: WantedVouchers, today: Day): void => {
  if (wanted.use_by_on !== null && wanted.use_by_on < today) throw UseByPast({ use_by_on: wanted.use_by_on });
  if (wanted.time_s === null && wanted.octets === null && wanted.valid_s === null) throw VoucherEndless();
  if ((wanted.rate_down_kbps === null) !== (wanted.rate_up_kbps === null)) throw VoucherSpeedHalf();
  const shortest = shortestCode(wanted, wanted.size);
  if (wanted.code_length < shortest) {
    const error = { pointer: '/code_length', message: `draw at least ${shortest} characters for so many vouchers` };
    throw CodesTooShort({ size: wanted.size, shortest }, [error]);
  }
};

/** Draws codes for these numbers, none of which is the name of a log-in. */
const draw = async (ctx: Ctx, wanted: WantedVouchers, numbers: readonly number[]): Promise<NewVoucher[]> => {
  const codes = new Map(numbers.map((number) => [drawCode(wanted, randomInt), number]));
  const names = await namesAmong(ctx.tx, [...codes.keys()]);
  return [...codes].flatMap(([code, number]) => {
    if (names.has(code)) return [];
    const pin = drawPin(wanted, randomInt);
    const pin_sealed = pin === null ? null : ctx.secrets.seal(pin);
    const sealed = { code_sealed: ctx.secrets.seal(code), pin_sealed, code_ending: endingOf(code) };
    return [{ id: ctx.newId(), number, digest: ctx.secrets.digest(code), ...sealed }];
  });
};

/** Makes the vouchers of these numbers; draws again for those whose code was taken. */
const fill = async (
  ctx: Ctx,
  wanted: WantedVouchers,
  batch: Parameters<typeof insertVouchers>[1],
  numbers: number[],
) => {
  let missing = numbers;
  while (missing.length > 0) {
    const drawn = await draw(ctx, wanted, missing);
    const stored = await insertVouchers(ctx.tx, batch, drawn, ctx.now);
    const done = new Set(drawn.filter(({ id }) => stored.has(id)).map(({ number }) => number));
    missing = missing.filter((number) => !done.has(number));
  }
};

/** Makes a batch of vouchers. Refuses codes that could be guessed, and vouchers that would never end. */
export const createVouchers = async (ctx: Ctx, wanted: WantedVouchers): Promise<VoucherBatch> => {
  check(wanted, dayIn(ctx.now, wanted.zone));
  const use_before = endOfUseBy(wanted.use_by_on, wanted.zone);
  const id: Id = ctx.newId();
  const batch = { ...wanted, id, use_before, cancelled_at: null, created_at: ctx.now };
  if (!(await insertBatch(ctx.tx, batch))) throw VoucherBatchNameTaken({ name: wanted.name });
  for (let from = 1; from <= wanted.size; from += CHUNK) {
    const count = Math.min(CHUNK, wanted.size - from + 1);
    await fill(
      ctx,
      wanted,
      batch,
      Array.from({ length: count }, (_, i) => from + i),
    );
  }
  return getVoucherBatch(ctx, { id });
};
