import type { Registry } from '../../kernel/jobs.ts';
import { listenerTask, type NewJob } from '../../kernel/queue.ts';
import type { SessionRecord } from '../core/record.ts';
import { idOctets } from '../core/session-id.ts';
import type { Online } from '../directory/online.ts';
import type { Users } from '../directory/users.ts';
import { AllowanceUsed } from '../events.ts';

const totalOf = (record: SessionRecord): number => Number(record.input_octets) + Number(record.output_octets);

const derivations = ({ account_id, subscription_id }: SessionRecord, registry: Registry): NewJob[] =>
  registry.flowsOf(AllowanceUsed.name).map((flow) => ({
    task: listenerTask(AllowanceUsed.name, flow),
    key: `${flow}:${subscription_id}`,
    payload: { account_id, subscription_id },
  }));

const ending = ({ account_id, id }: SessionRecord): NewJob => ({
  task: 'aaa.disconnect',
  key: `aaa.disconnect:${id}`,
  payload: { account_id, session_id: id, cause: 'the session used all it may' },
});

/**
 * Takes what committed records used off the allowances in memory, before who is online follows them. Gives the jobs for those that are used up: to derive access anew, or to end a
 * session that had all it may. What is lost here with the process, the sweep of allowances finds.
 */
export const spent = (
  records: readonly SessionRecord[],
  users: Users,
  online: Pick<Online, 'grew'>,
  registry: Registry,
): NewJob[] => {
  const { allowances } = users;
  if (allowances.count === 0) return [];
  const jobs: NewJob[] = [];
  for (const record of records) {
    const slots = users.slotsOf(idOctets(record.subscription_id)).filter((slot) => allowances.has(slot));
    const [first] = slots;
    if (first === undefined) continue;
    const total = totalOf(record);
    const octets = online.grew(record.id, total);
    const isEdge = record.kind !== 'interim';
    const isUp = slots.map((slot) => allowances.spend(slot, octets, isEdge)).includes(true);
    if (isUp) jobs.push(...derivations(record, registry));
    if (record.kind !== 'stop' && total >= allowances.ofSession(first)) jobs.push(ending(record));
  }
  return jobs;
};
