import type { Id } from '@isp/values';

/** Who does something: it is in every `Ctx`, in the audit and in the logs. */
export interface Actor {
  readonly kind: 'staff' | 'subscriber' | 'reseller' | 'client' | 'system';
  readonly id: Id;
  readonly name: string;
  /** `room.verb`; `*` is everything (owner, system). */
  readonly permissions: ReadonlySet<string>;
  /** Set for a subscriber: row-level security shows this account's rows only. */
  readonly account_id?: Id;
  /** Set for a reseller: row-level security shows its own accounts' rows only. */
  readonly reseller_id?: Id;
}

/** The platform itself, acting by schedule or in a flow. */
export const system = (name: string): Actor => ({
  kind: 'system',
  id: '00000000-0000-0000-0000-000000000000',
  name,
  permissions: new Set(['*']),
});

/** True when the actor holds a permission, itself or by `room.*` or `*`. */
export const permits = (actor: Actor, permission: string): boolean =>
  actor.permissions.has(permission) ||
  actor.permissions.has('*') ||
  actor.permissions.has(`${permission.slice(0, permission.indexOf('.'))}.*`);

/** True when the database must narrow what this actor sees. */
export const isScoped = (actor: Actor): boolean => actor.kind === 'subscriber' || actor.kind === 'reseller';
