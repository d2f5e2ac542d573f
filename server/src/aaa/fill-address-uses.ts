import type { Id } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { usesOf, withdrawn } from './core/address-use.ts';
import { heldSessions, lockUses, noteCutBy, placeUses, takeNotes, takeUses } from './store/address-uses.ts';

const AT_ONCE = 1000;

/** A session’s id alone is not enough: one whose user became known in its middle has a row of nobody’s and one of its account. */
const keyOf = (one: { readonly account_id: Id; readonly session_id: Id | null }): string =>
  `${one.account_id} ${one.session_id}`;

/** One portion, in one transaction: gives how many notes it took. */
const fillSome = async ({ tx }: Ctx): Promise<number> => {
  await lockUses(tx);
  const notes = await takeNotes(tx, AT_ONCE);
  const sessions = await heldSessions(tx, notes);
  const taken = await takeUses(tx, sessions);
  const [known, told] = [Map.groupBy(taken, keyOf), Map.groupBy(notes, keyOf)];
  const uses = sessions.flatMap((session) => {
    const key = keyOf({ ...session, session_id: session.id });
    return usesOf(session, told.get(key) ?? [], known.get(key) ?? []);
  });
  await placeUses(tx, uses);
  await noteCutBy(tx, withdrawn(taken, uses));
  return notes.length;
};

/**
 * Brings the uses of addresses up to what accounting has committed, portion by portion. A note goes with the commit that used it, so whatever crashes in
 * between is done again, and nothing that was committed is missed.
 */
export const fillAddressUses = async (kernel: Kernel): Promise<void> => {
  while ((await transact(kernel, system('fill-address-uses'), fillSome)) === AT_ONCE);
};
