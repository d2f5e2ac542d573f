import { id } from '@isp/values/wire';
import { z } from 'zod';
import { defineEvent } from '../kernel/events.ts';

/** A subscription deserves another access than before. Its live sessions are told by this room; listeners need not. */
export const AccessChanged = defineEvent(
  'AccessChanged',
  z.object({ account_id: id, subscription_id: id, cause: z.string() }),
);
