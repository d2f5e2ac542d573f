/**
 * Identity: who may do what, and how we know it is them.
 *
 * A **person** signs in with a password: a member of **staff**, a **subscriber** (a sign-in of an account) or somebody of a **reseller**.
 * A **client** is an integration and has a secret. A **role** is a named set of permissions. A **session** is one sign-in of a person on one
 * app in one browser: tokens are good as long as it is open. A **signing key** signs tokens; the ring of keys turns once a month.
 * This room does not know what the permissions mean, nor anything about accounts but their id.
 */

export { createClient } from './create-client.ts';
export { ensureOwner } from './ensure-owner.ts';
export { isOwnPassword } from './is-own-password.ts';
export { schedules } from './jobs.ts';
export { createAuthenticate } from './oauth/authenticate.ts';
export { addOauth } from './oauth/mount.ts';
export { routes } from './routes.ts';
export { setDeviceLevel } from './set-device-level.ts';
export { updateStaff } from './update-staff.ts';
