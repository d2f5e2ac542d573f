import { dayIn, type Id } from '@isp/values';
import { getInvoice, type InvoicePage, undoWriteOff, writeOffInvoice } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { UndoWriteOff, WriteOffInvoice } from './contract.ts';
import { settleStanding } from './pay-bill.ts';
import { suspendIfOwing } from './unpaid.ts';

const todayIn = (ctx: Ctx) => async (id: Id) => dayIn(ctx.now, (await getAccount(ctx, { id })).zone);

/** A debt is given up: it is dunned no more, and when nothing else is overdue, service that was suspended for it comes back. */
export const writeOff = async (ctx: Ctx, input: WriteOffInvoice): Promise<InvoicePage> => {
  const { account_id } = await writeOffInvoice(ctx, { ...input, todayOf: todayIn(ctx) });
  await settleStanding(ctx, account_id);
  return getInvoice(ctx, input);
};

/** A debt that was given up is owed again: dunning goes on from its due day. */
export const owedAgain = async (ctx: Ctx, input: UndoWriteOff): Promise<InvoicePage> => {
  const { account_id } = await undoWriteOff(ctx, { ...input, todayOf: todayIn(ctx) });
  await suspendIfOwing(ctx, account_id);
  return getInvoice(ctx, input);
};
