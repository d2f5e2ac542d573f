import { type Id, isId } from '@isp/values';

/** Who signs in with a password. */
export type Kind = 'staff' | 'subscriber' | 'reseller';

/** A person as an OAuth subject names them. */
export interface Person {
  readonly kind: Kind;
  readonly id: Id;
}

const KINDS: readonly string[] = ['staff', 'subscriber', 'reseller'];

const APPS: Readonly<Record<string, Kind>> = { admin: 'staff', portal: 'subscriber', reseller: 'reseller' };

/** The kind of person an app of ours is for, or `undefined` for any other client. */
export const kindForApp = (client: string): Kind | undefined =>
  Object.hasOwn(APPS, client) ? APPS[client] : undefined;

/** `staff:0190…`: the `sub` of a person's tokens. A client's has no colon. */
export const subjectOf = ({ kind, id }: Person): string => `${kind}:${id}`;

/** The person a `sub` names, or `undefined` when it names none. */
export const personOf = (subject: string | undefined): Person | undefined => {
  const [kind = '', id = '', more] = (subject ?? '').split(':');
  return KINDS.includes(kind) && isId(id) && more === undefined ? { kind: kind as Kind, id } : undefined;
};
