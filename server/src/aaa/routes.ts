import { del, get, may, patch, post, put, type Route } from '../kernel/http/route.ts';
import { addNas } from './add-nas.ts';
import { chartUsage } from './chart-usage.ts';
import * as c from './contract.ts';
import { disconnectSession } from './disconnect-session.ts';
import { findAddressUses } from './find-address-uses.ts';
import { getEapCertificate } from './get-eap-certificate.ts';
import { getNas } from './get-nas.ts';
import { getSession } from './get-session.ts';
import { listVendors } from './list-vendors.ts';
import { makeEapCertificate } from './make-eap-certificate.ts';
import { queueReconciliation } from './queue-reconciliation.ts';
import { removeEapCertificate } from './remove-eap-certificate.ts';
import { removeNas } from './remove-nas.ts';
import { reportPortBlock } from './report-port-block.ts';
import { setCredential } from './set-credential.ts';
import { setEapCertificate } from './set-eap-certificate.ts';
import { listCredentials } from './store/access.ts';
import { listNas } from './store/nas.ts';
import { listCoa, listDiscards, listLogins, listSessions } from './store/sessions.ts';
import { tryLogIn } from './try-log-in.ts';
import { updateNas } from './update-nas.ts';

const read = may('aaa.read');
const write = may('aaa.write');

export const routes: readonly Route[] = [
  get('/nas', read, c.ListNas, (ctx, input) => listNas(ctx.tx, input)),
  post('/nas', write, c.CreateNas, addNas),
  get('/nas/vendors', read, c.ListVendors, listVendors),
  get('/nas/:id', read, c.GetNas, getNas),
  patch('/nas/:id', write, c.UpdateNas, updateNas),
  del('/nas/:id', write, c.RemoveNas, removeNas),
  get('/eap/certificate', read, c.GetEapCertificate, getEapCertificate),
  put('/eap/certificate', write, c.SetEapCertificate, setEapCertificate),
  post('/eap/certificate', write, c.MakeEapCertificate, makeEapCertificate),
  del('/eap/certificate', write, c.RemoveEapCertificate, removeEapCertificate),
  get('/sessions', read, c.ListSessions, (ctx, input) => listSessions(ctx.tx, input)),
  get('/sessions/:id', read, c.GetSession, getSession),
  post('/sessions/:id/disconnect', may('aaa.disconnect'), c.DisconnectSession, disconnectSession, { idempotent: true }),
  get('/address-uses', read, c.FindAddressUses, findAddressUses, { audited: true }),
  post('/address-uses/port-blocks', write, c.ReportPortBlock, reportPortBlock),
  get('/logins', read, c.ListLogins, (ctx, input) => listLogins(ctx.tx, input)),
  post('/logins/try', write, c.TryLogIn, tryLogIn),
  get('/discards', read, c.ListDiscards, (ctx, input) => listDiscards(ctx.tx, input)),
  get('/coa', read, c.ListCoa, (ctx, input) => listCoa(ctx.tx, input)),
  get('/accounts/:account_id/credentials', read, c.ListCredentials, (ctx, input) =>
    listCredentials(ctx.tx, input.account_id),
  ),
  put('/accounts/:account_id/subscriptions/:subscription_id/credential', write, c.SetCredential, setCredential),
  get('/accounts/:account_id/usage', read, c.UsageChart, chartUsage),
  post('/aaa/reconcile', write, c.Reconcile, queueReconciliation),
];
