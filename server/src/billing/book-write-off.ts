import { currency as currencyOf, type Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Invoice } from './contract.ts';
import { postWriteOff } from './core/ledger.ts';
import { ledgerRows } from './core/ledger-rows.ts';
import { postTransactions } from './post-transactions.ts';
import { setOpen } from './store/invoices.ts';
import { insertWriteOff } from './store/write-offs.ts';

type Locked = Pick<Invoice, 'account_id' | 'id' | 'legal_entity_id' | 'currency' | 'open_minor'>;

/** Writes an amount off an invoice that is locked, or, negative, undoes that: noted, taken off what is open, posted. */
export const bookWriteOff = async (
  ctx: Ctx,
  { account_id, id: invoice_id, legal_entity_id, currency, open_minor }: Locked,
  { amount_minor, reason, on }: { readonly amount_minor: bigint; readonly reason: string; readonly on: Day },
): Promise<void> => {
  const made = { made_by: ctx.actor.name, at: ctx.now };
  const row = { account_id, id: ctx.newId(), invoice_id, amount_minor, reason, written_off_on: on };
  await insertWriteOff(ctx.tx, { ...row, ...made });
  await setOpen(ctx.tx, [{ account_id, invoice_id, open_minor: open_minor - amount_minor }]);
  const document = {
    account_id,
    legal_entity_id,
    transaction_id: ctx.newId(),
    document_kind: 'write-off',
    document_id: invoice_id,
    posted_on: on,
    posted_at: ctx.now,
  } as const;
  await postTransactions(ctx, ledgerRows(document, postWriteOff(amount_minor, currencyOf(currency))));
  await publish(ctx.tx, 'billing.invoices', { account_id });
};
