import { code, contract, email, id, instant, line, listing, nothing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

const State = z.enum(['active', 'disabled']);
const locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'write a locale such as "en" or "de-DE"');
const permission = z
  .string()
  .regex(/^(\*|[a-z][a-z-]*\.(\*|[a-z][a-z-]*))$/, 'write a permission such as "billing.read", "billing.*" or "*"');
const password = z.string().min(1).max(200);
const loginName = z
  .string()
  .trim()
  .regex(/^[^\s:]{3,254}$/, 'use an e-mail address, or 3 to 254 characters without spaces');
const one = { id, fields: listing.fields };
const oneTime = { one_time_password: z.string() };

// Who am I

export const Me = z.object({
  kind: z.enum(['staff', 'subscriber', 'reseller', 'client', 'system']),
  id,
  name: z.string(),
  login: z.string(),
  locale: z.string(),
  role: z.string(),
  permissions: z.array(z.string()),
  must_change: z.boolean(),
  account_id: id.nullable(),
  reseller_id: id.nullable(),
  session_id: id.nullable(),
});
export type Me = z.output<typeof Me>;
export const ShowMe = contract({
  summary: 'Who I am and what I may do',
  input: z.strictObject({ fields: listing.fields }),
  reply: Me,
});

export const SetOwnPassword = contract({
  summary: 'Choose another password; all my other sessions end',
  status: 204,
  input: z.strictObject({ current_password: password, new_password: password }),
  reply: nothing,
});
export type SetOwnPassword = z.output<typeof SetOwnPassword.input>;

// Sessions

export const Session = z.object({
  id,
  kind: z.enum(['staff', 'subscriber', 'reseller']),
  person_id: id,
  name: z.string(),
  login: z.string(),
  client: z.string(),
  user_agent: z.string(),
  address: z.string(),
  created_at: instant,
  last_used_at: instant,
  expires_at: instant,
  ended_at: instant.nullable(),
  current: z.boolean(),
});
export type Session = z.output<typeof Session>;
const open = z.stringbool().optional();
export const ListOwnSessions = contract({
  summary: 'Where I am signed in',
  input: z.strictObject({ ...listing }),
  reply: pageOf(Session),
});
export type ListOwnSessions = z.output<typeof ListOwnSessions.input>;
export const ListSessions = contract({
  summary: 'Who is signed in, and was; newest first',
  input: z.strictObject({ ...listing, person_id: id.optional(), open }),
  reply: pageOf(Session),
});
export type ListSessions = z.output<typeof ListSessions.input>;
export const EndSession = contract({
  summary: 'End a session: its tokens are refused within seconds',
  status: 204,
  input: z.strictObject({ id }),
  reply: nothing,
});
export const SignOutEverywhere = contract({
  summary: 'End all my sessions, this one too',
  input: z.strictObject({}),
  reply: z.object({ ended: z.int() }),
});
export const SignPersonOut = contract({
  summary: 'End all sessions of a person',
  input: z.strictObject({ id }),
  reply: z.object({ ended: z.int() }),
});

// Staff

const person = { name: z.string(), locale: z.string(), must_change: z.boolean(), state: State, created_at: instant };
export const Staff = z.object({ id, email: z.string(), role: z.string(), ...person });
export type Staff = z.output<typeof Staff>;
export const ListStaff = contract({
  summary: 'The staff',
  input: z.strictObject({ ...listing, state: State.optional(), role: z.string().max(40).optional() }),
  reply: pageOf(Staff),
});
export const GetStaff = contract({ summary: 'One member of staff', input: z.strictObject(one), reply: Staff });
export const CreateStaff = contract({
  summary: 'Add a member of staff; the one-time password is shown this once',
  status: 201,
  input: z.strictObject({ email, name: line(120), role: code, locale: locale.default('en') }),
  reply: Staff.extend(oneTime),
});
export type CreateStaff = z.output<typeof CreateStaff.input>;
export const UpdateStaff = contract({
  summary: 'Change a member of staff; disabling ends their sessions',
  input: z.strictObject({
    id,
    email: email.optional(),
    name: line(120).optional(),
    role: code.optional(),
    locale: locale.optional(),
    state: State.optional(),
  }),
  reply: Staff,
});
export type UpdateStaff = z.output<typeof UpdateStaff.input>;
export const ResetPassword = contract({
  summary: 'Give a person a one-time password, shown this once; their sessions end',
  input: z.strictObject({ id }),
  reply: z.object(oneTime),
});

// Roles

const DeviceLevel = z.enum(['none', 'read', 'operate', 'full']);

export const Role = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  audience: z.enum(['staff', 'subscriber', 'reseller']),
  permissions: z.array(z.string()),
  /** What the staff of the role may do on the routers, when they have a log-in there. */
  device_level: DeviceLevel,
  builtin: z.boolean(),
  created_at: instant,
});
export type Role = z.output<typeof Role>;
const permissions = z.array(permission).max(200);
export const ListRoles = contract({
  summary: 'The roles and what they permit',
  input: z.strictObject({ ...listing }),
  reply: pageOf(Role),
});
export const CreateRole = contract({
  summary: 'Make a role of your own',
  status: 201,
  input: z.strictObject({ code: code.toLowerCase(), name: line(120), permissions }),
  reply: Role,
});
export type CreateRole = z.output<typeof CreateRole.input>;
export const UpdateRole = contract({
  summary: 'Change a role of your own; felt within seconds',
  input: z.strictObject({ code, name: line(120).optional(), permissions: permissions.optional() }),
  reply: Role,
});
export type UpdateRole = z.output<typeof UpdateRole.input>;
export const SetDeviceLevel = contract({
  summary: 'Set what the staff of a role may do on the routers; felt at their next log-in there',
  input: z.strictObject({ code, device_level: DeviceLevel }),
  reply: Role,
});
export type SetDeviceLevel = z.output<typeof SetDeviceLevel.input>;
export const DeleteRole = contract({
  summary: 'Delete a role that nobody has',
  status: 204,
  input: z.strictObject({ code }),
  reply: nothing,
});

// Clients

export const Client = z.object({
  id,
  client_id: z.string(),
  name: z.string(),
  role: z.string(),
  state: State,
  created_at: instant,
});
export type Client = z.output<typeof Client>;
const secret = { client_secret: z.string() };
export const ListClients = contract({
  summary: 'Integrations that use the API',
  input: z.strictObject({ ...listing, state: State.optional() }),
  reply: pageOf(Client),
});
export const CreateClient = contract({
  summary: 'Add an integration; its secret is shown this once',
  status: 201,
  input: z.strictObject({ name: line(120), role: code }),
  reply: Client.extend(secret),
});
export type CreateClient = z.output<typeof CreateClient.input>;
export const UpdateClient = contract({
  summary: 'Rename, re-role, disable or enable an integration',
  input: z.strictObject({ id, name: line(120).optional(), role: code.optional(), state: State.optional() }),
  reply: Client,
});
export type UpdateClient = z.output<typeof UpdateClient.input>;
export const RotateClientSecret = contract({
  summary: 'Give an integration another secret, shown this once; the old one and its tokens stop at once',
  input: z.strictObject({ id }),
  reply: Client.extend(secret),
});

// Sign-ins of subscribers and resellers

export const Subscriber = z.object({ id, account_id: id, login: z.string(), ...person });
export type Subscriber = z.output<typeof Subscriber>;
export const ListSubscribers = contract({
  summary: 'Sign-ins of subscribers',
  input: z.strictObject({ ...listing, account_id: id.optional(), state: State.optional() }),
  reply: pageOf(Subscriber),
});
export const CreateSubscriber = contract({
  summary: 'Give an account a sign-in to the customer portal; the one-time password is shown this once',
  status: 201,
  input: z.strictObject({ account_id: id, login: loginName, name: line(120), locale: locale.default('en') }),
  reply: Subscriber.extend(oneTime),
});
export type CreateSubscriber = z.output<typeof CreateSubscriber.input>;

export const ResellerUser = z.object({ id, reseller_id: id, email: z.string(), ...person });
export type ResellerUser = z.output<typeof ResellerUser>;
export const ListResellerUsers = contract({
  summary: 'Sign-ins of resellers',
  input: z.strictObject({ ...listing, reseller_id: id.optional(), state: State.optional() }),
  reply: pageOf(ResellerUser),
});
export const CreateResellerUser = contract({
  summary: 'Give somebody of a reseller a sign-in; the one-time password is shown this once',
  status: 201,
  input: z.strictObject({ reseller_id: id, email, name: line(120), locale: locale.default('en') }),
  reply: ResellerUser.extend(oneTime),
});
export type CreateResellerUser = z.output<typeof CreateResellerUser.input>;

export const SetLoginState = contract({
  summary: 'Switch a sign-in off or on; switching off ends its sessions',
  status: 204,
  input: z.strictObject({ id, state: State }),
  reply: nothing,
});
