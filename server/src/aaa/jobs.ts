import { id, instant } from '@isp/values/wire';
import { z } from 'zod';
import type { Kernel } from '../kernel/ctx.ts';
import { AT_NIGHT } from '../kernel/housekeeping.ts';
import { type Job, worldJob } from '../kernel/jobs.ts';
import type { Schedule } from '../kernel/schedule.ts';
import { ASKING, type CoaClient, createCoaClient } from './coa-client.ts';
import { countLogIns } from './count-log-ins.ts';
import { countNasSessions } from './count-nas-sessions.ts';
import { endMany } from './end-many.ts';
import { endSession } from './end-session.ts';
import { fillAddressUses } from './fill-address-uses.ts';
import { finishSecrets } from './finish-secrets.ts';
import { forgetNasHealth } from './forget-nas-health.ts';
import { moveSessions } from './move-sessions.ts';
import { probeSessions } from './probe-sessions.ts';
import { pruneChanges } from './prune-changes.ts';
import { putQuestion } from './put-question.ts';
import { queueAddressUses } from './queue-address-uses.ts';
import { queueMoves } from './queue-moves.ts';
import { reconcileSubscription } from './reconcile-subscription.ts';
import { renewCertificates } from './renew-certificates.ts';
import { sweepSessions } from './sweep-sessions.ts';

const clients = new WeakMap<Kernel['pool'], CoaClient>();
/** Somebody waits for the answer, so it gives up sooner than the other, and what it finds out is not the other's. */
const asking = new WeakMap<Kernel['pool'], CoaClient>();

/** The process's one voice to NASes; its sockets keep nothing alive. */
const clientOf = (kernel: Kernel, all = clients): CoaClient => {
  const known = all.get(kernel.pool);
  if (known) return known;
  const made = createCoaClient(all === asking ? ASKING : undefined);
  all.set(kernel.pool, made);
  return made;
};

const requested = { cause: z.string(), requested_at: instant.optional() };

/** Jobs of this room: most speak to a NAS; all may run again without harm. */
export const jobs: readonly Job[] = [
  worldJob('aaa.ask-nas', z.object({ nas_id: id, address: z.string(), asked_at: instant }), (kernel, question) =>
    putQuestion(kernel, question, clientOf(kernel, asking).ask),
  ),
  worldJob('aaa.bulk-disconnect', z.object({ bulk_id: id }), (kernel, bulk) =>
    endMany(kernel, bulk, clientOf(kernel).ask),
  ),
  worldJob('aaa.fill-address-uses', z.object({}), (kernel) => fillAddressUses(kernel)),
  worldJob('aaa.move-sessions', z.object({ before: instant }), async (kernel, { before }) => {
    await moveSessions(kernel, before);
  }),
  worldJob('aaa.probe', z.object({ account_id: id, subscription_id: id }), (kernel, input) =>
    probeSessions(kernel, input, clientOf(kernel).ask),
  ),
  worldJob('aaa.reconcile', z.object({ account_id: id, subscription_id: id, ...requested }), (kernel, input) =>
    reconcileSubscription(kernel, input, clientOf(kernel).ask),
  ),
  worldJob('aaa.disconnect', z.object({ account_id: id, session_id: id, ...requested }), (kernel, input) =>
    endSession(kernel, input, clientOf(kernel).ask),
  ),
];

/** Minutes. */
const TEN_SECONDS = 1 / 6;

export const schedules: readonly Schedule[] = [
  { name: 'address-uses', when: { minutes: TEN_SECONDS, at_end: true }, run: (kernel) => queueAddressUses(kernel) },
  { name: 'close-stale', when: { minutes: 5 }, run: (kernel, at) => sweepSessions(kernel, at) },
  { name: 'move-sessions', when: { minutes: 5 }, run: (kernel, at) => queueMoves(kernel, at) },
  { name: 'count-nas-sessions', when: { minutes: 1, at_end: true }, run: (kernel, at) => countNasSessions(kernel, at) },
  { name: 'finish-secrets', when: { minutes: 1, at_end: true }, run: (kernel, at) => finishSecrets(kernel, at) },
  { name: 'count-log-ins', when: { minutes: 1, at_end: true }, run: (kernel) => countLogIns(kernel) },
  {
    name: 'renew-certificates',
    when: AT_NIGHT,
    run: async (kernel) => {
      await renewCertificates(kernel);
    },
  },
  {
    name: 'aaa-prune-changes',
    when: AT_NIGHT,
    run: (kernel) => pruneChanges(kernel),
  },
  {
    name: 'forget-nas-health',
    when: AT_NIGHT,
    run: (kernel, at) => forgetNasHealth(kernel, at),
  },
];
