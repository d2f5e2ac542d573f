import { del, file, get, may, patch, post, put, type Route } from '../kernel/http/route.ts';
import { addCredential } from './add-credential.ts';
import { addHomeServer } from './add-home-server.ts';
import { addNas } from './add-nas.ts';
import { addPoolRange } from './add-pool-range.ts';
import { addRealm } from './add-realm.ts';
import { askNas } from './ask-nas.ts';
import { bindCredential } from './bind-credential.ts';
import { cancelVoucher } from './cancel-voucher.ts';
import { cancelVoucherBatch } from './cancel-voucher-batch.ts';
import { changeNasSecret } from './change-nas-secret.ts';
import * as c from './contract.ts';
import { createPool } from './create-pool.ts';
import { decideNas } from './decide-nas.ts';
import { disconnectSession } from './disconnect-session.ts';
import { extendVoucherBatch } from './extend-voucher-batch.ts';
import { findAddressUses } from './find-address-uses.ts';
import { finishNasSecret } from './finish-nas-secret.ts';
import { forgetBindings } from './forget-bindings.ts';
import { forgetNasRefusals } from './forget-nas-refusals.ts';
import { forgetVoucherDevice } from './forget-voucher-device.ts';
import { getBulkDisconnect } from './get-bulk-disconnect.ts';
import { getCertificate } from './get-certificate.ts';
import { getHomeServer } from './get-home-server.ts';
import { getNas } from './get-nas.ts';
import { getNasConfig } from './get-nas-config.ts';
import { getNasHealth } from './get-nas-health.ts';
import { getPool } from './get-pool.ts';
import { getRetention } from './get-retention.ts';
import { getSession } from './get-session.ts';
import { getVoucherBatch } from './get-voucher-batch.ts';
import { importNas } from './import-nas.ts';
import { issueRadsecCertificate } from './issue-radsec-certificate.ts';
import { keepNasSecret } from './keep-nas-secret.ts';
import { listCredentials } from './list-credentials.ts';
import { listNas } from './list-nas.ts';
import { listNasAddresses } from './list-nas-addresses.ts';
import { listSessions } from './list-sessions.ts';
import { listVendors } from './list-vendors.ts';
import { listVoucherCodes } from './list-voucher-codes.ts';
import { listVouchers } from './list-vouchers.ts';
import { makeCertificate } from './make-certificate.ts';
import { printVouchers } from './print-vouchers.ts';
import { queueReconciliation } from './queue-reconciliation.ts';
import { removeCertificate } from './remove-certificate.ts';
import { removeCredential } from './remove-credential.ts';
import { removeHomePool } from './remove-home-pool.ts';
import { removeHomeServer } from './remove-home-server.ts';
import { removeNas } from './remove-nas.ts';
import { removeRealm } from './remove-realm.ts';
import { removeVoucherBatch } from './remove-voucher-batch.ts';
import { reportPortBlock } from './report-port-block.ts';
import { setCertificate } from './set-certificate.ts';
import { setCredential } from './set-credential.ts';
import { setHomePool } from './set-home-pool.ts';
import { setNasCapability } from './set-nas-capability.ts';
import { setRetention } from './set-retention.ts';
import { showNasSecret } from './show-nas-secret.ts';
import { showVoucherCode } from './show-voucher-code.ts';
import { listHomePools, listHomeServers, listRealms } from './store/home-settings.ts';
import { tagCounts } from './store/nas-registry.ts';
import { listPools } from './store/pools.ts';
import { listCoa, listDiscards, listLogins } from './store/sessions.ts';
import { listStrangers } from './store/strangers.ts';
import { listVoucherBatches } from './store/vouchers.ts';
import { takeBackAddress } from './take-back-address.ts';
import { tryLogIn } from './try-log-in.ts';
import { updateHomeServer } from './update-home-server.ts';
import { updateNas } from './update-nas.ts';
import { updatePool } from './update-pool.ts';
import { updatePoolRange } from './update-pool-range.ts';
import { updateRealm } from './update-realm.ts';

const read = may('aaa.read');
const write = may('aaa.write');

export const routes: readonly Route[] = [
  get('/nas', read, c.ListNas, listNas),
  post('/nas', write, c.CreateNas, addNas),
  get('/strangers', read, c.ListStrangers, (ctx, input) => listStrangers(ctx.tx, input)),
  post('/nas/import', write, c.ImportNas, (ctx, input) => importNas(ctx, input, c.CreateNas.input)),
  post('/nas/decide', write, c.DecideNas, decideNas),
  get('/nas/vendors', read, c.ListVendors, listVendors),
  get('/nas/tags', read, c.ListNasTags, async (ctx) => ({ items: await tagCounts(ctx.tx) })),
  get('/nas/:id', read, c.GetNas, getNas),
  get('/nas/:id/addresses', read, c.ListNasAddresses, listNasAddresses),
  get('/nas/:id/health', read, c.GetNasHealth, getNasHealth),
  patch('/nas/:id', write, c.UpdateNas, updateNas),
  del('/nas/:id', write, c.RemoveNas, removeNas),
  get('/nas/:id/config', read, c.GetNasConfig, getNasConfig),
  get('/nas/:id/config/secret', may('aaa.read-secret'), c.GetNasConfigSecret, showNasSecret, { audited: true }),
  put('/nas/:id/capability', write, c.SetNasCapability, setNasCapability),
  del('/nas/:id/refusals', write, c.ForgetNasRefusals, forgetNasRefusals),
  post('/nas/:id/next-secret', write, c.ChangeNasSecret, changeNasSecret),
  post('/nas/:id/next-secret/finish', write, c.FinishNasSecret, finishNasSecret),
  del('/nas/:id/next-secret', write, c.KeepNasSecret, keepNasSecret),
  post('/nas/:id/ask', write, c.AskNas, askNas),
  post('/nas/:id/radsec-certificate', write, c.IssueRadsecCertificate, issueRadsecCertificate),
  get('/eap/certificate', read, c.GetEapCertificate, (ctx) => getCertificate(ctx, 'eap')),
  put('/eap/certificate', write, c.SetEapCertificate, (ctx, input) =>
    setCertificate(ctx, { ...input, purpose: 'eap' }),
  ),
  post('/eap/certificate', write, c.MakeEapCertificate, (ctx, input) =>
    makeCertificate(ctx, { ...input, purpose: 'eap' }),
  ),
  del('/eap/certificate', write, c.RemoveEapCertificate, (ctx) => removeCertificate(ctx, 'eap')),
  get('/radsec/certificate', read, c.GetRadsecCertificate, (ctx) => getCertificate(ctx, 'radsec')),
  put('/radsec/certificate', write, c.SetRadsecCertificate, (ctx, input) =>
    setCertificate(ctx, { ...input, purpose: 'radsec' }),
  ),
  post('/radsec/certificate', write, c.MakeRadsecCertificate, (ctx, input) =>
    makeCertificate(ctx, { ...input, purpose: 'radsec' }),
  ),
  del('/radsec/certificate', write, c.RemoveRadsecCertificate, (ctx) => removeCertificate(ctx, 'radsec')),
  get('/home-servers', read, c.ListHomeServers, (ctx, input) => listHomeServers(ctx.tx, input)),
  post('/home-servers', write, c.CreateHomeServer, addHomeServer),
  get('/home-servers/:id', read, c.GetHomeServer, getHomeServer),
  patch('/home-servers/:id', write, c.UpdateHomeServer, updateHomeServer),
  del('/home-servers/:id', write, c.RemoveHomeServer, removeHomeServer),
  get('/home-pools', read, c.ListHomePools, (ctx, input) => listHomePools(ctx.tx, input)),
  post('/home-pools', write, c.CreateHomePool, setHomePool),
  patch('/home-pools/:id', write, c.UpdateHomePool, setHomePool),
  del('/home-pools/:id', write, c.RemoveHomePool, removeHomePool),
  get('/realms', read, c.ListRealms, (ctx, input) => listRealms(ctx.tx, input)),
  post('/realms', write, c.CreateRealm, addRealm),
  patch('/realms/:id', write, c.UpdateRealm, updateRealm),
  del('/realms/:id', write, c.RemoveRealm, removeRealm),
  get('/sessions', read, c.ListSessions, listSessions),
  get('/sessions/:id', read, c.GetSession, getSession),
  post('/sessions/:id/disconnect', may('aaa.disconnect'), c.DisconnectSession, disconnectSession, { idempotent: true }),
  get('/bulk-disconnects/:id', read, c.GetBulkDisconnect, getBulkDisconnect),
  get('/address-uses', read, c.FindAddressUses, findAddressUses, { audited: true }),
  post('/address-uses/port-blocks', write, c.ReportPortBlock, reportPortBlock),
  get('/pools', read, c.ListPools, (ctx, input) => listPools(ctx.tx, input)),
  post('/pools', write, c.CreatePool, createPool),
  get('/pools/:id', read, c.GetPool, getPool),
  patch('/pools/:id', write, c.UpdatePool, updatePool),
  post('/pools/:id/ranges', write, c.AddPoolRange, addPoolRange),
  patch('/pools/:id/ranges/:range_id', write, c.UpdatePoolRange, updatePoolRange),
  post('/assignments/take-back', write, c.TakeBackAddress, takeBackAddress, { idempotent: true }),
  get('/logins', read, c.ListLogins, (ctx, input) => listLogins(ctx.tx, input)),
  post('/logins/try', write, c.TryLogIn, tryLogIn),
  get('/discards', read, c.ListDiscards, (ctx, input) => listDiscards(ctx.tx, input)),
  get('/coa', read, c.ListCoa, (ctx, input) => listCoa(ctx.tx, input)),
  get('/accounts/:account_id/credentials', read, c.ListCredentials, listCredentials),
  put('/accounts/:account_id/subscriptions/:subscription_id/credential', write, c.SetCredential, setCredential),
  post('/accounts/:account_id/subscriptions/:subscription_id/credentials', write, c.AddCredential, addCredential, {
    idempotent: true,
  }),
  patch('/accounts/:account_id/credentials/:id', write, c.BindCredential, bindCredential),
  del('/accounts/:account_id/credentials/:id', write, c.RemoveCredential, removeCredential),
  post('/accounts/:account_id/credentials/:id/forget', write, c.ForgetBindings, forgetBindings),
  get('/voucher-batches', may('vouchers.read'), c.ListVoucherBatches, (ctx, input) =>
    listVoucherBatches(ctx.tx, input),
  ),
  get('/voucher-batches/:id', may('vouchers.read'), c.GetVoucherBatch, getVoucherBatch),
  post('/voucher-batches/:id/extend', may('vouchers.write'), c.ExtendVoucherBatch, extendVoucherBatch),
  post('/voucher-batches/:id/cancel', may('vouchers.write'), c.CancelVoucherBatch, cancelVoucherBatch),
  del('/voucher-batches/:id', may('vouchers.write'), c.RemoveVoucherBatch, removeVoucherBatch),
  get('/voucher-batches/:id/codes', may('vouchers.codes'), c.ListVoucherCodes, listVoucherCodes, { audited: true }),
  file('/voucher-batches/:id/print', may('vouchers.codes'), c.PrintVouchers, 'application/pdf', printVouchers),
  get('/vouchers', may('vouchers.read'), c.ListVouchers, listVouchers),
  get('/vouchers/:id/code', may('vouchers.codes'), c.ShowVoucherCode, showVoucherCode, { audited: true }),
  post('/vouchers/:id/cancel', may('vouchers.write'), c.CancelVoucher, cancelVoucher),
  post('/vouchers/:id/forget-device', may('vouchers.write'), c.ForgetVoucherDevice, forgetVoucherDevice),
  get('/retention', read, c.GetRetention, getRetention),
  put('/retention', may('aaa.retention'), c.SetRetention, setRetention),
  post('/aaa/reconcile', write, c.Reconcile, queueReconciliation),
];
