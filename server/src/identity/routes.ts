import type { Contract } from '@isp/values/wire';
import type { z } from 'zod';
import { type Actor, isScoped } from '../kernel/actor.ts';
import { type Ctx, transact } from '../kernel/ctx.ts';
import { type Access, get, type Method, may, patch, post, type Route, signedIn } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { createClient } from './create-client.ts';
import { createResellerUser } from './create-reseller-user.ts';
import { createRole } from './create-role.ts';
import { createStaff } from './create-staff.ts';
import { createSubscriber } from './create-subscriber.ts';
import { deleteRole } from './delete-role.ts';
import { endSession } from './end-session.ts';
import { StaffNotFound } from './faults.ts';
import { sessionOf } from './oauth/signed-in.ts';
import { resetPassword } from './reset-password.ts';
import { rotateClientSecret } from './rotate-client-secret.ts';
import { setLoginState } from './set-login-state.ts';
import { setOwnPassword } from './set-own-password.ts';
import { showMe } from './show-me.ts';
import { showSessions } from './show-sessions.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { listClients } from './store/clients.ts';
import { listResellerUsers, listStaff, listSubscribers, staffById } from './store/people.ts';
import { listRoles } from './store/roles.ts';
import { updateClient } from './update-client.ts';
import { updateRole } from './update-role.ts';

const read = may('identity.read');
const write = may('identity.write');

/** Subscribers and resellers see no table of identity; what they do to themselves runs as the platform, in their name. */
const unscoped = (actor: Actor): Actor =>
  isScoped(actor)
    ? { kind: 'system', id: actor.id, name: `${actor.kind} ${actor.name}`, permissions: actor.permissions }
    : actor;

/**
 * A row whose reply is never kept for an `Idempotency-Key`, because it shows a secret once or is about oneself.
 * The verb is given the actor as they signed in.
 */
const direct = <I extends z.ZodType, R extends z.ZodType>(
  method: Method,
  path: string,
  access: Access,
  contract: Contract<I, R>,
  verb: (ctx: Ctx, input: z.output<I>, actor: Actor) => Promise<z.output<R>>,
): Route => ({
  method,
  path,
  access,
  contract,
  idempotent: false,
  audited: false,
  transaction: false,
  run: ({ kernel, ctx }, input) =>
    transact(kernel, unscoped(ctx.actor), (inner) => verb(inner, input, ctx.actor), { request_id: ctx.request_id }),
});

const getStaff = async (ctx: Ctx, { id }: z.output<typeof c.GetStaff.input>): Promise<c.Staff> => {
  const staff = await staffById(ctx.tx, id);
  if (!staff) throw StaffNotFound({ id });
  return staff;
};

const myself: readonly Route[] = [
  direct('GET', '/me', signedIn, c.ShowMe, (ctx, _, actor) => showMe(ctx, { actor })),
  direct('PUT', '/me/password', signedIn, c.SetOwnPassword, (ctx, input, actor) =>
    setOwnPassword(ctx, { ...input, actor }),
  ),
  direct('GET', '/me/sessions', signedIn, c.ListOwnSessions, (ctx, input, actor) =>
    showSessions(ctx, { ...input, open: true, person_id: actor.id, current: sessionOf(actor) }),
  ),
  direct('DELETE', '/me/sessions/:id', signedIn, c.EndSession, (ctx, { id }, actor) =>
    endSession(ctx, { id, of: actor.id }),
  ),
  direct('POST', '/me/sign-out-everywhere', signedIn, c.SignOutEverywhere, (ctx, _, actor) =>
    signOutEverywhere(ctx, { subject: `${actor.kind}:${actor.id}` }),
  ),
];

const people: readonly Route[] = [
  get('/staff', read, c.ListStaff, (ctx, input) => listStaff(ctx.tx, input)),
  get('/staff/:id', read, c.GetStaff, getStaff),
  direct('POST', '/staff', write, c.CreateStaff, createStaff),
  direct('POST', '/staff/:id/reset-password', write, c.ResetPassword, (ctx, { id }) =>
    resetPassword(ctx, { kind: 'staff', id }),
  ),
  post('/staff/:id/sign-out', write, c.SignPersonOut, (ctx, { id }) =>
    signOutEverywhere(ctx, { subject: `staff:${id}` }),
  ),
  get('/subscriber-logins', read, c.ListSubscribers, (ctx, input) => listSubscribers(ctx.tx, input)),
  direct('POST', '/subscriber-logins', write, c.CreateSubscriber, createSubscriber),
  patch('/subscriber-logins/:id', write, c.SetLoginState, (ctx, input) =>
    setLoginState(ctx, { ...input, kind: 'subscriber' }),
  ),
  direct('POST', '/subscriber-logins/:id/reset-password', write, c.ResetPassword, (ctx, { id }) =>
    resetPassword(ctx, { kind: 'subscriber', id }),
  ),
  get('/reseller-users', read, c.ListResellerUsers, (ctx, input) => listResellerUsers(ctx.tx, input)),
  direct('POST', '/reseller-users', write, c.CreateResellerUser, createResellerUser),
  patch('/reseller-users/:id', write, c.SetLoginState, (ctx, input) =>
    setLoginState(ctx, { ...input, kind: 'reseller' }),
  ),
  direct('POST', '/reseller-users/:id/reset-password', write, c.ResetPassword, (ctx, { id }) =>
    resetPassword(ctx, { kind: 'reseller', id }),
  ),
];

const access: readonly Route[] = [
  get('/roles', read, c.ListRoles, (ctx, input) => listRoles(ctx.tx, input)),
  post('/roles', write, c.CreateRole, createRole),
  patch('/roles/:code', write, c.UpdateRole, updateRole),
  direct('DELETE', '/roles/:code', write, c.DeleteRole, deleteRole),
  get('/clients', read, c.ListClients, (ctx, input) => listClients(ctx.tx, input)),
  direct('POST', '/clients', write, c.CreateClient, createClient),
  patch('/clients/:id', write, c.UpdateClient, updateClient),
  direct('POST', '/clients/:id/rotate-secret', write, c.RotateClientSecret, rotateClientSecret),
  get('/sign-ins', read, c.ListSessions, (ctx, input) =>
    showSessions(ctx, { ...input, current: sessionOf(ctx.actor) }),
  ),
  direct('DELETE', '/sign-ins/:id', write, c.EndSession, (ctx, { id }) => endSession(ctx, { id })),
];

/** Identity's doors under `/api/v1`. The OAuth ones are mounted by `addOauth`. */
export const routes: readonly Route[] = [...myself, ...people, ...access];
