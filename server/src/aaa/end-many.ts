import type { Id } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { askToEnd } from './ask-to-end.ts';
import { type CoaAnswer, isGone } from './core/coa-answer.ts';
import type { Speak } from './speak-to-nas.ts';
import { bulkWaiting, finishOfBulk } from './store/bulk-disconnect.ts';
import { liveSession } from './store/sessions.ts';

/** So many are spoken to at once: a router with thousands of sessions is not flooded, and one that is silent holds nobody up for long. */
const AT_ONCE = 50;

type Outcome = Parameters<typeof finishOfBulk>[3];

const outcomeOf = (answer: CoaAnswer): Outcome => {
  const { error_cause } = answer;
  if (isGone(answer)) return { outcome: 'gone', error_cause };
  return { outcome: answer.outcome === 'ack' || answer.outcome === 'nak' ? answer.outcome : 'timeout', error_cause };
};

const GONE: Outcome = { outcome: 'gone', error_cause: null };

/** Asks the NASes, by `speak`, to end the sessions of a bulk that were not spoken to yet; cut off, the next run goes on with those. Who does not answer is not asked again. */
export const endMany = async (kernel: Kernel, { bulk_id }: { readonly bulk_id: Id }, speak: Speak): Promise<void> => {
  for (;;) {
    const some = await bulkWaiting(kernel.db, bulk_id, AT_ONCE);
    if (some.length === 0) return;
    await Promise.all(
      some.map(async (one) => {
        const session = await liveSession(kernel.db, one.account_id, one.session_id);
        const isOpen = session !== undefined && session.told_mode !== 'gone';
        const result = isOpen ? outcomeOf(await askToEnd(kernel, session, one, speak)) : GONE;
        await finishOfBulk(kernel.db, bulk_id, one, result);
      }),
    );
  }
};
