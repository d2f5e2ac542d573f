import type { NewJob } from '../../kernel/queue.ts';
import type { SessionRecord } from '../core/record.ts';
import { idOctets } from '../core/session-id.ts';
import { emptyEntry, type Users } from '../directory/users.ts';

const entry = emptyEntry();

const isOutdated = (record: SessionRecord, users: Users): boolean => {
  const [slot] = users.slotsOf(idOctets(record.subscription_id));
  if (slot === undefined) return true;
  users.read(slot, entry);
  const { grant } = entry;
  return (
    grant?.mode !== record.told_mode ||
    grant.rate_down_kbps !== record.told_rate_down_kbps ||
    grant.rate_up_kbps !== record.told_rate_up_kbps
  );
};

/**
 * The reconciliations that sessions just begun need, because what their Accept said was changed before their Start came: the change found no
 * session to tell.
 */
export const toldChanges = (records: readonly SessionRecord[], users: Users): NewJob[] =>
  records
    .filter((record) => record.kind === 'start' && record.told_mode !== null && isOutdated(record, users))
    .map(({ account_id, subscription_id }) => ({
      task: 'aaa.reconcile',
      key: `aaa.reconcile:${subscription_id}`,
      payload: { account_id, subscription_id, cause: 'changed while the session began' },
    }));
