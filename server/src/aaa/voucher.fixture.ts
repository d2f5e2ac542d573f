import type { VoucherCode } from './contract.ts';
import { createVouchers, type WantedVouchers } from './create-vouchers.ts';
import { listVoucherCodes } from './list-voucher-codes.ts';
import type { Wire } from './wire.fixture.ts';

const WANTED = {
  ...{ size: 1, code_prefix: '', code_alphabet: 'letters-digits' as const, code_length: 8, pin_length: 0 },
  ...{ time_s: null, octets: null, valid_s: 3600, rate_down_kbps: null, rate_up_kbps: null },
  ...{ simultaneous: 100, binds_device: false, use_by_on: null },
  ...{ heading: 'Hotel Adler', price_minor: null, login_url: null, currency: 'EUR', zone: 'UTC' },
} as const;

/** One voucher, of an account and a batch of its own, that RADIUS knows. */
export const makeVoucher = async (
  { room, server }: Wire,
  name: string,
  change: Partial<WantedVouchers> = {},
): Promise<VoucherCode> => {
  const { account_id } = await room.subscriber(name);
  const code = await room.database.run(async (ctx) => {
    const { id } = await createVouchers(ctx, { ...WANTED, account_id, name, ...change });
    return (await listVoucherCodes(ctx, { id, limit: 1 })).items[0] as VoucherCode;
  });
  await server.directory.refresh();
  return code;
};
