import { formatMoney, parseCurrency } from '@isp/values';
import type { Actor } from '../kernel/actor.ts';
import { auditRead } from '../kernel/audit-read.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import type { FileReply } from '../kernel/http/route.ts';
import type { PrintVouchers, VoucherBatch } from './contract.ts';
import { LIVE, type VoucherState } from './core/voucher.ts';
import { type Card, cardOf } from './core/voucher-card.ts';
import { NothingToPrint, VoucherTextUnprintable } from './faults.ts';
import { getVoucherBatch } from './get-voucher-batch.ts';
import { openCode } from './open-code.ts';
import { codesAfter, type SealedCode } from './store/vouchers.ts';

/** Codes read at once; they are unsealed one by one, as they are drawn. */
const CHUNK = 500;
const UNUSED: readonly VoucherState[] = ['unused'];

const priceOf = ({ price_minor, currency }: VoucherBatch): string | null => {
  const known = parseCurrency(currency);
  return price_minor === null || known === undefined ? null : formatMoney(price_minor, known, 'en');
};

const checkText = async (texts: readonly string[]): Promise<void> => {
  const { unprintable } = await import('../kernel/pdf/faces.ts');
  for (const text of texts) {
    const characters = unprintable(text);
    if (characters !== '') throw VoucherTextUnprintable({ text, characters });
  }
};

/**
 * A batch as PDF. Codes are read, unsealed and drawn while it is sent, so that ten thousand take no more memory than one page. Who asked is in the audit
 * before the first leaves.
 */
export const printVouchers = async (kernel: Kernel, actor: Actor, input: PrintVouchers): Promise<FileReply> => {
  const { layout, from_number = 1, to_number = 10_000 } = input;
  const states = input.unused_only ? UNUSED : LIVE;
  const read = (batch: VoucherBatch, after: number): Promise<SealedCode[]> =>
    codesAfter(kernel.db, batch, after, { to_number, states }, CHUNK);
  const { batch, at } = await transact(kernel, actor, async (ctx) => {
    const found = await getVoucherBatch(ctx, input);
    await auditRead(ctx.tx, 'aaa.voucher_batch', { ...input, shown: 'codes, printed' });
    return { batch: found, at: ctx.now };
  });
  await checkText([batch.heading, batch.name]);
  const first = await read(batch, from_number - 1);
  if (first.length === 0) throw NothingToPrint({ name: batch.name });
  const price = priceOf(batch);
  const facts = { ...batch, octets: batch.octets === null ? null : Number(batch.octets) };
  const cards = async function* (): AsyncGenerator<Card> {
    for (let some = first; some.length > 0; some = await read(batch, some.at(-1)?.number ?? 0))
      for (const sealed of some) yield cardOf(facts, openCode(kernel, sealed), price);
  };
  const { drawVouchers } = await import('./draw-vouchers.ts');
  return {
    name: `vouchers ${batch.name}.pdf`,
    body: drawVouchers(cards(), layout, { title: `${batch.heading}: ${batch.name}`, at }),
  };
};
