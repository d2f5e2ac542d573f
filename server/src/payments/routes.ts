import { get, may, type Route } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { getPayment } from './get-payment.ts';
import { listRefunds } from './refund-store.ts';
import { listPayments } from './store.ts';

export const routes: readonly Route[] = [
  get('/payments', may('payments.read'), c.ListPayments, (ctx, input) => listPayments(ctx.tx, input)),
  get('/payments/:id', may('payments.read'), c.GetPayment, getPayment),
  get('/refunds', may('payments.read'), c.ListRefunds, (ctx, input) => listRefunds(ctx.tx, input)),
];
