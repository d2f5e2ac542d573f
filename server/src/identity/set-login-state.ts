import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Person } from './core/person.ts';
import { LoginNotFound } from './faults.ts';
import { personForUpdate, setState } from './store/people.ts';
import { endSessionsOf } from './store/sessions.ts';

/** Switches a subscriber's or reseller's sign-in off or on; switching off ends its sessions. */
export const setLoginState = async (
  ctx: Ctx,
  { state, ...person }: Person & { readonly state: 'active' | 'disabled' },
): Promise<void> => {
  if (!(await personForUpdate(ctx.tx, person))) throw LoginNotFound({ id: person.id });
  await setState(ctx.tx, person, state);
  if (state === 'disabled') await endSessionsOf(ctx.tx, person, realNow());
};
