import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { ReportPortBlock } from './contract.ts';
import { endWithSession, type HeldSession } from './core/address-use.ts';
import { NasNotFound, SessionNotFound } from './faults.ts';
import { heldSession, lockUses, placeUses, sessionBehind, takeBlock } from './store/address-uses.ts';
import { NOBODY } from './store/literals.ts';
import { nasById } from './store/nas.ts';

/** The session that has the block; none when nobody is known to have the address behind it: the block is kept all the same. */
const sessionOf = async ({ tx }: Ctx, block: ReportPortBlock): Promise<HeldSession | undefined> => {
  if (block.session_id) {
    const session = await heldSession(tx, block.session_id);
    if (session?.nas_id !== block.nas_id) throw SessionNotFound({ id: block.session_id });
    return session;
  }
  return block.inside_address ? sessionBehind(tx, block.nas_id, block.inside_address, block.from_at) : undefined;
};

interface Holder {
  readonly account_id: Id | null;
  readonly subscription_id: Id | null;
  readonly session_id: Id | null;
}

const known = (id: Id | undefined): Id | null => (id === undefined || id === NOBODY ? null : id);

/**
 * Keeps that a CGNAT gave a port block of a public address to somebody from `from_at` on, up to `to_at` when that is told. A block without an end
 * ends with its session; one that another gets ends there. The same report again changes nothing, and an end once told stays.
 */
export const reportPortBlock = async (ctx: Ctx, block: ReportPortBlock): Promise<Holder> => {
  const { tx } = ctx;
  if (!(await nasById(tx, block.nas_id))) throw NasNotFound({ id: block.nas_id });
  await lockUses(tx);
  const session = await sessionOf(ctx, block);
  const ports = `[${block.port_from},${block.port_to + 1})`;
  const key = { nas_id: block.nas_id, what: block.address, ports, told_at: block.from_at };
  const before = await takeBlock(tx, key);
  const to_at = block.to_at ?? (before?.ended_by === 'released' ? before.to_at : null);
  const use = {
    ...key,
    account_id: session?.account_id ?? before?.account_id ?? NOBODY,
    subscription_id: session?.subscription_id ?? before?.subscription_id ?? NOBODY,
    session_id: session?.id ?? before?.session_id ?? null,
    kind: 'port-block',
    inside: block.inside_address ?? before?.inside ?? null,
    from_at: block.from_at,
    to_at,
    ended_by: to_at === null ? null : 'released',
  } as const;
  await placeUses(tx, [session ? endWithSession(use, session) : use]);
  return {
    account_id: known(use.account_id),
    subscription_id: known(use.subscription_id),
    session_id: use.session_id,
  };
};
