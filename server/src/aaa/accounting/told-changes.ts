import type { NewJob } from '../../kernel/queue.ts';
import { stampIn } from '../core/class.ts';
import type { SessionRecord } from '../core/record.ts';
import { idOctets } from '../core/session-id.ts';
import { emptyEntry, type Users } from '../directory/users.ts';

const entry = emptyEntry();

const cameBy = (record: SessionRecord): number | undefined =>
  record.class === null ? undefined : stampIn(Buffer.from(record.class, 'hex'));

const hasLogIn = (users: Users, slots: readonly number[], stamp: number): boolean =>
  slots.some((slot) => {
    users.read(slot, entry);
    return entry.stamp === stamp;
  });

const isOutdated = (record: SessionRecord, users: Users): boolean => {
  const slots = users.slotsOf(idOctets(record.subscription_id));
  const [slot] = slots;
  const stamp = cameBy(record);
  if (slot === undefined || (stamp !== undefined && !hasLogIn(users, slots, stamp))) return true;
  users.read(slot, entry);
  const { grant } = entry;
  return (
    grant?.mode !== record.told_mode ||
    grant.rate_down_kbps !== record.told_rate_down_kbps ||
    grant.rate_up_kbps !== record.told_rate_up_kbps
  );
};

/**
 * The reconciliations that sessions just begun need, because what their Accept said, or the log-in they came by, was changed before their Start came: the change found no
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
