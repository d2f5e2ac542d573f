import { dayIn } from '@isp/values';
import { CloseAccount, DropQuote } from '../crm/contract.ts';
import { getAccount, getQuote } from '../crm/index.ts';
import { SetDeviceLevel, UpdateStaff } from '../identity/contract.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { command, del, file, get, may, patch, post, put, type Route, signedIn } from '../kernel/http/route.ts';
import { GetNumbers } from '../metering/contract.ts';
import { draftsOf } from '../subscriptions/index.ts';
import { CreatePack, CreatePlan, PublishVersion } from '../tariffs/contract.ts';
import { acceptQuote } from './accept-quote.ts';
import { activate } from './activate.ts';
import { beginBillRuns } from './begin-bill-runs.ts';
import { billNow } from './bill-now.ts';
import { previewInvoice } from './bill-period.ts';
import { buyPack } from './buy-pack.ts';
import { changePlan } from './change-plan.ts';
import { chargeAccount } from './charge-account.ts';
import { closeAccount } from './close-account.ts';
import { checkClosing, closePeriod } from './close-period.ts';
import { EndDiscount, GiveDiscount } from './contract/discounts.ts';
import { EndTaxExemption, ExemptFromTax } from './contract/exemptions.ts';
import { RecountUsage } from './contract/recounts.ts';
import { ImportUsage, RecordUsage, SetNumbers } from './contract/usage.ts';
import * as c from './contract.ts';
import { createVoucherBatch } from './create-voucher-batch.ts';
import { changeStaff, dropDevicePassword, setDeviceLevel, setDevicePassword } from './device-log-in.ts';
import { disconnectOnline } from './disconnect-online.ts';
import { dissolveBundle } from './dissolve-bundle.ts';
import { dropExemption, exemptFromTax } from './exempt-from-tax.ts';
import { exportJournal } from './export-journal.ts';
import { fixAddresses } from './fix-addresses.ts';
import { foresee } from './foresee.ts';
import { foreseeChange } from './foresee-change.ts';
import { foreseeTransfer } from './foresee-transfer.ts';
import { giveBack } from './give-back.ts';
import { dropDiscount, offerDiscount } from './give-discount.ts';
import { holdBills } from './hold-bills.ts';
import { importUsage } from './import-usage.ts';
import { keepHere } from './keep-here.ts';
import { nameService, showNumbers } from './name-service.ts';
import { foreseeQuote } from './offer-of.ts';
import { offerPack } from './offer-pack.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { pause, resumeByHand, suspendByHand, unpause } from './pause.ts';
import { payBill, takeBack } from './pay-bill.ts';
import { refundCreditNote, refundPayment, takeRefundBack } from './pay-out.ts';
import { foreseenDocuments, preview } from './preview.ts';
import { previewTerms, publishTerms } from './publish-terms.ts';
import { tellUsage } from './record-usage.ts';
import { recountUsage } from './recount-usage.ts';
import { rehearse } from './rehearse.ts';
import { returnPack } from './return-pack.ts';
import { runBills } from './run-bills.ts';
import { runningBill } from './running-bill.ts';
import { sendQuote } from './send-quote.ts';
import { dropRule, setRule } from './set-pack-rule.ts';
import { dropPayer, setPayer } from './set-payer.ts';
import { showAvailability } from './show-availability.ts';
import { showContract } from './show-contract.ts';
import { showLimits } from './show-limits.ts';
import { showQuote } from './show-quote.ts';
import { showVoucher } from './show-voucher.ts';
import { takeBackPriceChange } from './take-back-price-change.ts';
import { takeChangeBack } from './take-change-back.ts';
import { terminate } from './terminate.ts';
import { topUp } from './top-up.ts';
import { transfer } from './transfer.ts';
import { voidInvoice } from './void-invoice.ts';
import { owedAgain, writeOff } from './write-off.ts';
import { createQuote, rewriteQuote, throwQuoteAway } from './write-quote.ts';

const write = may('subscriptions.write');
const staff = may('identity.write');
const quotes = may('crm.quotes');
const ledger = may('billing.ledger');
const CSV = 'text/csv; charset=utf-8';

export const routes: readonly Route[] = [
  post('/accounts', may('crm.write'), c.OpenAccount, openAccount),
  post('/accounts/:id/close', may('crm.write'), CloseAccount, closeAccount),
  put('/accounts/:id/payer', may('billing.payers'), c.SetPayer, setPayer),
  del('/accounts/:id/payer', may('billing.payers'), c.DropPayer, dropPayer),
  post('/plans', may('tariffs.write'), CreatePlan, offerPlan),
  post('/packs', may('tariffs.write'), CreatePack, offerPack),
  post('/plans/:id/versions', may('tariffs.write'), PublishVersion, publishTerms),
  post('/plans/:id/versions/preview', may('tariffs.write'), c.PreviewTerms, previewTerms),
  post('/price-changes/:id/take-back', may('tariffs.write'), c.TakeBackPriceChange, takeBackPriceChange),
  patch('/staff/:id', staff, UpdateStaff, changeStaff),
  put('/roles/:code/device-level', staff, SetDeviceLevel, setDeviceLevel),
  put('/me/device-password', signedIn, c.SetDevicePassword, setDevicePassword),
  del('/me/device-password', signedIn, c.DropDevicePassword, dropDevicePassword),
  post('/accounts/:account_id/subscriptions', write, c.Subscribe, activate, { idempotent: true }),
  post('/subscriptions/:id/change-plan', write, c.ChangePlan, changePlan, { idempotent: true }),
  del('/subscriptions/:id/changes/:from_on', write, c.TakeChangeBack, takeChangeBack),
  post('/subscriptions/:id/pause', write, c.PauseSubscription, pause, { idempotent: true }),
  post('/subscriptions/:id/unpause', write, c.UnpauseSubscription, unpause, { idempotent: true }),
  post('/subscriptions/:id/suspend', write, c.SuspendSubscription, suspendByHand, { idempotent: true }),
  post('/subscriptions/:id/resume', write, c.ResumeSubscription, resumeByHand, { idempotent: true }),
  put('/subscriptions/:id/addresses', may('aaa.write'), c.FixAddresses, fixAddresses),
  post('/subscriptions/:id/end', write, c.EndSubscription, terminate, { idempotent: true }),
  post('/subscriptions/:id/transfer', write, c.TransferSubscription, transfer, { idempotent: true }),
  post('/subscriptions/:id/transfer/foresee', write, c.ForeseeTransfer, foreseeTransfer),
  post('/transfers/:id/take-back', write, c.TakeTransferBack, keepHere, { idempotent: true }),
  post('/subscriptions/:id/dissolve', write, c.DissolveBundle, dissolveBundle, { idempotent: true }),
  get('/availability', may('tariffs.read'), c.ShowAvailability, showAvailability),
  get('/subscriptions/:id/contract', may('subscriptions.read'), c.ShowContract, showContract),
  get('/subscriptions/:id/limits', may('subscriptions.read'), c.ShowLimits, showLimits),
  post('/subscriptions/:id/top-ups', write, c.GrantTopUp, topUp, { idempotent: true }),
  post('/subscriptions/:id/packs', write, c.BuyPack, buyPack, { idempotent: true }),
  post('/pack-sales/:id/take-back', write, c.ReturnPack, returnPack, { idempotent: true }),
  put('/subscriptions/:id/pack-rule', write, c.SetPackRule, setRule),
  del('/subscriptions/:id/pack-rule', write, c.DropPackRule, dropRule),
  post('/voucher-batches', may('vouchers.write'), c.CreateVoucherBatch, createVoucherBatch, { idempotent: true }),
  get('/vouchers/:id', may('vouchers.read'), c.ShowVoucher, showVoucher),
  post('/accounts/:account_id/quotes', quotes, c.CreateQuote, createQuote),
  get('/quotes/:id', may('crm.read'), c.ShowQuote, showQuote),
  put('/quotes/:id', quotes, c.RewriteQuote, rewriteQuote),
  del('/quotes/:id', quotes, DropQuote, throwQuoteAway),
  post('/quotes/:id/foresee', quotes, c.ForeseeQuote, async (ctx, input) => {
    const quote = await getQuote(ctx, input);
    return foreseeQuote(ctx, quote, await draftsOf(ctx.tx, quote));
  }),
  post('/quotes/:id/send', quotes, c.SendQuote, sendQuote),
  post('/quotes/:id/accept', write, c.AcceptQuote, acceptQuote, { idempotent: true }),
  post('/online/disconnect', may('aaa.disconnect'), c.DisconnectOnline, disconnectOnline, { idempotent: true }),
  post('/payments', may('payments.write'), c.RecordPayment, payBill, { idempotent: true }),
  post('/payments/:id/reverse', may('payments.write'), c.ReversePayment, takeBack, { idempotent: true }),
  post('/payments/:id/refund', may('payments.refund'), c.RefundPayment, refundPayment, { idempotent: true }),
  post('/credit-notes/:id/refund', may('payments.refund'), c.RefundCreditNote, refundCreditNote, { idempotent: true }),
  post('/refunds/:id/reverse', may('payments.refund'), c.ReverseRefund, takeRefundBack, { idempotent: true }),
  post('/accounts/:account_id/bill', may('billing.issue'), c.BillAccount, billNow, { idempotent: true }),
  post('/accounts/:account_id/discounts', may('billing.discounts'), GiveDiscount, offerDiscount, { idempotent: true }),
  post('/accounts/:account_id/charges', may('billing.charges'), c.ChargeAccount, chargeAccount, { idempotent: true }),
  post('/discounts/:id/end', may('billing.discounts'), EndDiscount, dropDiscount, { idempotent: true }),
  post('/accounts/:account_id/tax-exemptions', may('billing.exemptions'), ExemptFromTax, exemptFromTax, {
    idempotent: true,
  }),
  post('/tax-exemptions/:id/end', may('billing.exemptions'), EndTaxExemption, dropExemption, { idempotent: true }),
  post('/subscriptions/:id/recount-usage', may('billing.issue'), RecountUsage, recountUsage, { idempotent: true }),
  post('/invoices/:id/write-off', may('billing.write-off'), c.WriteOffInvoice, writeOff, { idempotent: true }),
  post('/invoices/:id/write-off/undo', may('billing.write-off'), c.UndoWriteOff, owedAgain, { idempotent: true }),
  post('/invoices/:id/void', may('billing.issue'), c.VoidInvoice, voidInvoice, { idempotent: true }),
  post('/invoices/:id/credit-notes', may('billing.issue'), c.CreditInvoice, giveBack, { idempotent: true }),
  get(
    '/accounts/:account_id/next-invoice',
    may('billing.read'),
    c.PreviewInvoice,
    async (ctx: Ctx, { account_id, as_of }) => {
      const { zone, payer_id } = await getAccount(ctx, { id: account_id });
      const on = as_of ?? dayIn(ctx.now, zone);
      return { as_of: on, payer_id, ...preview(await previewInvoice(ctx, account_id, on)) };
    },
  ),
  get(
    '/accounts/:account_id/foreseen',
    may('billing.read'),
    c.ForeseeDocuments,
    async (ctx: Ctx, { account_id, count }) => {
      const { zone } = await getAccount(ctx, { id: account_id });
      return foreseenDocuments(await foresee(ctx, account_id, dayIn(ctx.now, zone), count));
    },
  ),
  get('/accounts/:account_id/running-bill', may('billing.read'), c.ShowRunningBill, runningBill),
  post('/subscriptions/:id/foresee', write, c.ForeseeChange, async (ctx, input) =>
    foreseenDocuments(await foreseeChange(ctx, input)),
  ),
  command('/accounts/:account_id/rehearsals', may('billing.read'), c.Rehearse, rehearse),
  file('/legal-entities/:id/journal/csv', ledger, c.ExportJournal, CSV, exportJournal('csv')),
  file('/legal-entities/:id/journal/xero', ledger, c.ExportJournalXero, CSV, exportJournal('xero')),
  file('/legal-entities/:id/journal/quickbooks', ledger, c.ExportJournalQuickbooks, CSV, exportJournal('quickbooks')),
  file(
    '/legal-entities/:id/journal/datev',
    ledger,
    c.ExportJournalDatev,
    'text/csv; charset=windows-1252',
    exportJournal('datev'),
  ),
  file('/legal-entities/:id/journal/saf-t', ledger, c.ExportJournalSafT, 'application/xml', exportJournal('saf-t')),
  post('/usage-records', may('metering.record'), RecordUsage, tellUsage),
  post('/usage-imports', may('metering.record'), ImportUsage, importUsage),
  get('/subscriptions/:id/numbers', may('metering.read'), GetNumbers, showNumbers),
  put('/subscriptions/:id/numbers', may('metering.write'), SetNumbers, nameService),
  get('/closing-check', ledger, c.CheckClosing, checkClosing),
  post('/closings', may('billing.close'), c.CloseBooks, closePeriod, { idempotent: true }),
  post('/bill-runs/begin', may('billing.issue'), c.BeginBillRuns, beginBillRuns, { idempotent: true }),
  post('/bill-runs/:id/hold', may('billing.issue'), c.HoldBills, holdBills),
  command('/bill-runs', may('billing.issue'), c.StartBillRun, async (kernel, actor, input) => {
    const { drafts, runs, held, ...result } = await runBills(kernel, actor, input);
    return { ...result, runs: [...runs], held: [...held], preview: drafts.flatMap((d) => preview(d).invoice ?? []) };
  }),
];
