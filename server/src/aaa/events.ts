import { id } from '@isp/values/wire';
import { z } from 'zod';
import { defineEvent } from '../kernel/events.ts';

/** A subscription used what was left until what it deserves may change, or began or ended a session while its time is counted. */
export const AllowanceUsed = defineEvent('AllowanceUsed', z.object({ account_id: id, subscription_id: id }));
