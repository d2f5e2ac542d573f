import type { Id, Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { type Grant, toldBy } from './core/access.ts';
import { cameByGone } from './core/came-by.ts';
import { isUnsupported, spokenAs } from './core/capability.ts';
import { type CoaAnswer, isGone } from './core/coa-answer.ts';
import { changesOf, remedyFor } from './core/reconcile.ts';
import { type Speak, speakToNas } from './speak-to-nas.ts';
import { logInsOf, wantedAccess } from './store/access.ts';
import { forgetFewRefusals, noteUnsupported } from './store/nas-registry.ts';
import { closeGone, type LiveSession, liveSessions, storeTold } from './store/sessions.ts';
import { voucherAccess } from './store/voucher-standing.ts';

interface Reconciliation {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly cause: string;
  readonly requested_at?: Instant | undefined;
}

const NOTHING: Grant = { mode: 'deny', rate_down_kbps: null, rate_up_kbps: null };

/** What became of one session: it is as it should be, its NAS refuses for good, it must be tried again, or someone newer took over. */
type Result = 'done' | 'refused' | 'later' | 'superseded';

const settle = async (kernel: Kernel, session: LiveSession, wanted: Grant, answer: CoaAnswer): Promise<Result> => {
  if (answer.outcome === 'ack') await storeTold(kernel.db, session, toldBy(wanted));
  else if (isGone(answer)) await closeGone(kernel.db, session);
  else if (answer.outcome === 'nak') return 'refused';
  else return answer.outcome === 'superseded' ? 'superseded' : 'later';
  return 'done';
};

const disconnect = async (
  kernel: Kernel,
  session: LiveSession,
  input: Reconciliation,
  speak: Speak,
): Promise<Result> => {
  const answer = await speakToNas(kernel, { kind: 'disconnect', session, wanted: NOTHING, ...input }, speak);
  return settle(kernel, session, NOTHING, answer);
};

/** Twice refused as unsupported, a change is not asked of this NAS by CoA again. */
const learn = async (kernel: Kernel, session: LiveSession, wanted: Grant, answer: CoaAnswer): Promise<void> => {
  const changes = changesOf(wanted, session);
  const { error_cause } = answer;
  if (changes.length === 0) return;
  if (answer.outcome === 'ack') await forgetFewRefusals(kernel.db, session.nas_id, changes);
  else if (error_cause !== null && isUnsupported(error_cause))
    await noteUnsupported(kernel.db, session.nas_id, changes, error_cause, kernel.clock.now());
};

const bring = async (
  kernel: Kernel,
  session: LiveSession,
  wanted: Grant,
  input: Reconciliation,
  speak: Speak,
): Promise<Result> => {
  if (remedyFor(wanted, session, spokenAs(session)) === 'disconnect') return disconnect(kernel, session, input, speak);
  const answer = await speakToNas(kernel, { kind: 'coa', session, wanted, ...input }, speak);
  await learn(kernel, session, wanted, answer);
  const result = await settle(kernel, session, wanted, answer);
  return result === 'refused' ? disconnect(kernel, session, input, speak) : result;
};

interface Wanting {
  readonly session: LiveSession;
  readonly wanted: Grant;
}

/** The live sessions of a subscription, each with what is wanted of it: nothing when the log-in it came by is gone. Those of a voucher came by it, and get what it gives. */
const wanting = async ({ db }: Kernel, { account_id, subscription_id }: Reconciliation): Promise<Wanting[]> => {
  const sessions = await liveSessions(db, account_id, subscription_id);
  const given = await voucherAccess(db, account_id, subscription_id);
  if (given !== undefined) return sessions.map((session) => ({ session, wanted: given }));
  const deserved = (await wantedAccess(db, account_id, subscription_id)) ?? NOTHING;
  const logIns = await logInsOf(db, account_id, subscription_id);
  return sessions.map((session) => ({ session, wanted: cameByGone(session, logIns) ? NOTHING : deserved }));
};

const needs = ({ session, wanted }: Wanting): boolean => remedyFor(wanted, session, spokenAs(session)) !== 'nothing';

/** Rounds in one go: a change that comes while a NAS is spoken to is seen in the next. */
const ROUNDS = 5;

/**
 * Makes the live sessions of a subscription what it deserves, and ends those whose log-in is gone: compares each with what its NAS was told last, and sends the CoA or Disconnect
 * that is missing, by `speak`. What agrees is left alone, so running it twice sends nothing the second time. Throws when a NAS did not
 * answer: the job is tried again later.
 */
export const reconcileSubscription = async (kernel: Kernel, input: Reconciliation, speak: Speak): Promise<void> => {
  const refused = new Set<Id>();
  for (let round = 0; round < ROUNDS; round++) {
    const all = await wanting(kernel, input);
    const outdated = all.filter((one) => !refused.has(one.session.id) && needs(one));
    if (outdated.length === 0) return;
    const results = await Promise.all(
      outdated.map(({ session, wanted }) => bring(kernel, session, wanted, input, speak)),
    );
    if (results.includes('superseded')) return;
    if (results.includes('later')) throw new Error(`a NAS of subscription ${input.subscription_id} did not answer`);
    for (const [i, { session }] of outdated.entries()) if (results[i] === 'refused') refused.add(session.id);
  }
};
