import { id } from '@isp/values/wire';
import { z } from 'zod';
import { defineEvent } from '../kernel/events.ts';

/** Dunning reached a step with an account: a reminder is due, or its service is to be suspended. */
export const DunningStepTaken = defineEvent(
  'DunningStepTaken',
  z.object({ account_id: id, kind: z.enum(['reminder', 'suspend']) }),
);
