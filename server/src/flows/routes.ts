import { dayIn } from '@isp/values';
import { CloseAccount } from '../crm/contract.ts';
import { getAccount } from '../crm/index.ts';
import { SetDeviceLevel, UpdateStaff } from '../identity/contract.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { command, del, get, may, patch, post, put, type Route, signedIn } from '../kernel/http/route.ts';
import { CreatePlan, PublishVersion } from '../tariffs/contract.ts';
import { activate } from './activate.ts';
import { previewInvoice, runBills } from './bill-period.ts';
import { changePlan } from './change-plan.ts';
import { closeAccount } from './close-account.ts';
import * as c from './contract.ts';
import { createVoucherBatch } from './create-voucher-batch.ts';
import { changeStaff, dropDevicePassword, setDeviceLevel, setDevicePassword } from './device-log-in.ts';
import { disconnectOnline } from './disconnect-online.ts';
import { fixAddresses } from './fix-addresses.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { resumeByHand, suspendByHand } from './pause.ts';
import { payBill, takeBack } from './pay-bill.ts';
import { preview } from './preview.ts';
import { publishTerms } from './publish-terms.ts';
import { showLimits } from './show-limits.ts';
import { showVoucher } from './show-voucher.ts';
import { terminate } from './terminate.ts';
import { topUp } from './top-up.ts';

const write = may('subscriptions.write');
const staff = may('identity.write');

export const routes: readonly Route[] = [
  post('/accounts', may('crm.write'), c.OpenAccount, openAccount),
  post('/accounts/:id/close', may('crm.write'), CloseAccount, closeAccount),
  post('/plans', may('tariffs.write'), CreatePlan, offerPlan),
  post('/plans/:id/versions', may('tariffs.write'), PublishVersion, publishTerms),
  patch('/staff/:id', staff, UpdateStaff, changeStaff),
  put('/roles/:code/device-level', staff, SetDeviceLevel, setDeviceLevel),
  put('/me/device-password', signedIn, c.SetDevicePassword, setDevicePassword),
  del('/me/device-password', signedIn, c.DropDevicePassword, dropDevicePassword),
  post('/accounts/:account_id/subscriptions', write, c.Subscribe, activate, { idempotent: true }),
  post('/subscriptions/:id/change-plan', write, c.ChangePlan, changePlan, { idempotent: true }),
  post('/subscriptions/:id/suspend', write, c.SuspendSubscription, suspendByHand, { idempotent: true }),
  post('/subscriptions/:id/resume', write, c.ResumeSubscription, resumeByHand, { idempotent: true }),
  put('/subscriptions/:id/addresses', may('aaa.write'), c.FixAddresses, fixAddresses),
  post('/subscriptions/:id/end', write, c.EndSubscription, terminate, { idempotent: true }),
  get('/subscriptions/:id/limits', may('subscriptions.read'), c.ShowLimits, showLimits),
  post('/subscriptions/:id/top-ups', write, c.GrantTopUp, topUp, { idempotent: true }),
  post('/voucher-batches', may('vouchers.write'), c.CreateVoucherBatch, createVoucherBatch, { idempotent: true }),
  get('/vouchers/:id', may('vouchers.read'), c.ShowVoucher, showVoucher),
  post('/online/disconnect', may('aaa.disconnect'), c.DisconnectOnline, disconnectOnline, { idempotent: true }),
  post('/payments', may('payments.write'), c.RecordPayment, payBill, { idempotent: true }),
  post('/payments/:id/reverse', may('payments.write'), c.ReversePayment, takeBack, { idempotent: true }),
  get(
    '/accounts/:account_id/next-invoice',
    may('billing.read'),
    c.PreviewInvoice,
    async (ctx: Ctx, { account_id, as_of }) => {
      const { zone } = await getAccount(ctx, { id: account_id });
      const on = as_of ?? dayIn(ctx.now, zone);
      return { as_of: on, ...preview(await previewInvoice(ctx, account_id, on)) };
    },
  ),
  command('/bill-runs', may('billing.issue'), c.StartBillRun, async (kernel, actor, input) => {
    const { drafts, runs, held, ...result } = await runBills(kernel, actor, input);
    return { ...result, runs: [...runs], held: [...held], preview: drafts.flatMap((d) => preview(d).invoice ?? []) };
  }),
];
