import type { Id } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { usesOf } from './core/address-use.ts';
import { heldSessions, lockUses, placeUses, takeNotes, takeUses } from './store/address-uses.ts';

const AT_ONCE = 1000;

const idOf = ({ id }: { readonly id: Id }): Id => id;

/** One portion, in one transaction: gives how many notes it took. */
const fillSome = async ({ tx }: Ctx): Promise<number> => {
  await lockUses(tx);
  const notes = await takeNotes(tx, AT_ONCE);
  const sessions = await heldSessions(tx, [...new Set(notes.map((note) => note.session_id))]);
  const taken = await takeUses(tx, sessions.map(idOf));
  const known = Map.groupBy(taken, (use) => use.session_id);
  const told = Map.groupBy(notes, (note) => note.session_id);
  await placeUses(
    tx,
    sessions.flatMap((session) => usesOf(session, told.get(session.id) ?? [], known.get(session.id) ?? [])),
  );
  return notes.length;
};

/**
 * Brings the uses of addresses up to what accounting has committed, portion by portion. A note goes with the commit that used it, so whatever crashes in
 * between is done again, and nothing that was committed is missed.
 */
export const fillAddressUses = async (kernel: Kernel): Promise<void> => {
  while ((await transact(kernel, system('fill-address-uses'), fillSome)) === AT_ONCE);
};
