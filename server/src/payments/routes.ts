import { get, may, type Route } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { getPayment } from './get-payment.ts';
import { listPayments } from './store.ts';

export const routes: readonly Route[] = [
  get('/payments', may('payments.read'), c.ListPayments, (ctx, input) => listPayments(ctx.tx, input)),
  get('/payments/:id', may('payments.read'), c.GetPayment, getPayment),
];
