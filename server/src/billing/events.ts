import { id } from '@isp/values/wire';
import { z } from 'zod';
import { defineEvent } from '../kernel/events.ts';

/** Invoices are out: told once for a chunk of a bill run, not for each. */
export const InvoicesIssued = defineEvent('InvoicesIssued', z.object({ bill_run_id: id.nullable(), account_ids: z.array(id) }));

/** Dunning reached a step with an account: a reminder is due, or its service is to be suspended. */
export const DunningStepTaken = defineEvent('DunningStepTaken', z.object({ account_id: id, kind: z.enum(['reminder', 'suspend']) }));

/** An account's debt no longer asks for suspension: nothing is overdue, or only what is younger than that. */
export const DebtCleared = defineEvent('DebtCleared', z.object({ account_id: id }));
