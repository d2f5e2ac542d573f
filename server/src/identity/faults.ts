import { defineFault } from '@isp/values';

export const StaffNotFound = defineFault(
  'identity.staff-not-found',
  404,
  (p: { id: string }) => `There is no member of staff ${p.id}.`,
  'List the staff and use one of their ids.',
);
export const LoginNotFound = defineFault(
  'identity.login-not-found',
  404,
  (p: { id: string }) => `There is no sign-in ${p.id}.`,
  'List the sign-ins of the account or reseller and use one of their ids.',
);
export const LoginTaken = defineFault(
  'identity.login-taken',
  409,
  (p: { login: string }) => `Somebody signs in as ${p.login} already.`,
  'Use another e-mail address or user name.',
);
export const RoleNotFound = defineFault(
  'identity.role-not-found',
  404,
  (p: { code: string }) => `There is no role ${p.code} for this.`,
  'List the roles and use one of their codes.',
);
export const RoleExists = defineFault(
  'identity.role-exists',
  409,
  (p: { code: string }) => `There is a role ${p.code} already.`,
  'Use another code, or change that role.',
);
export const RoleBuiltin = defineFault(
  'identity.role-builtin',
  422,
  (p: { code: string }) => `The role ${p.code} comes with the platform and stays as it is.`,
  'Make a role of your own with the permissions you want.',
);
export const RoleInUse = defineFault(
  'identity.role-in-use',
  409,
  (p: { code: string; count: number }) => `${p.count} members of staff or clients have the role ${p.code}.`,
  'Give them another role first.',
);
export const BeyondOwnPermissions = defineFault(
  'identity.beyond-own-permissions',
  403,
  (p: { permission: string }) => `This needs the permission ${p.permission}, which you do not have yourself.`,
  'Ask somebody whose role has it, such as an owner.',
);
export const LastOwner = defineFault(
  'identity.last-owner',
  409,
  () => 'This is the last active owner; without one nobody could manage the platform.',
  'Make somebody else an owner first.',
);
export const PasswordWrong = defineFault(
  'identity.password-wrong',
  422,
  () => 'The current password is not right.',
  'Type the password you signed in with.',
);
export const PasswordWeak = defineFault(
  'identity.password-weak',
  422,
  (p: { why: string }) => `This password is too easy to guess: ${p.why}.`,
  'Choose a longer one; a sentence of four or five words is good.',
);
export const PasswordUnwanted = defineFault(
  'identity.no-password-here',
  422,
  () => 'Only people have a password and sessions; a client has a secret.',
  'Rotate the client’s secret instead.',
);
export const ClientNotFound = defineFault(
  'identity.client-not-found',
  404,
  (p: { id: string }) => `There is no client ${p.id}.`,
  'List the clients and use one of their ids.',
);
export const SessionNotFound = defineFault(
  'identity.session-not-found',
  404,
  (p: { id: string }) => `There is no open session ${p.id}.`,
  'List the sessions and use one of their ids.',
);
