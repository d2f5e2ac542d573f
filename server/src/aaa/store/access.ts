import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { Credential } from '../contract.ts';
import type { Access } from '../core/access.ts';
import type { BindingKind } from '../core/binding.ts';
import type { LogInOf } from '../core/came-by.ts';
import type { Claim } from '../core/claim.ts';
import type { PasswordKind } from '../core/password.ts';

/** A credential as it is kept. The kind of its password says nothing when it has none. */
export type StoredCredential = Omit<Credential, 'log_in_methods' | 'password_kind'> & {
  readonly password_kind: PasswordKind;
};

/** What an access decides. */
const DECIDED = [
  'mode',
  'reason',
  'rate_down_kbps',
  'rate_up_kbps',
  'framed_ip',
  'framed_ipv6_prefix',
  'delegated_ipv6_prefix',
  'ipv4_pool',
  'ipv6_prefix_pool',
  'ipv6_delegated_pool',
  'session_timeout_s',
  'ends_at',
  'simultaneous',
] as const satisfies readonly (keyof Access)[];

/** Stores an access; gives `new`, `changed`, or undefined when it is as it was. */
export const storeAccess = async (tx: Tx, a: Access, at: Instant): Promise<'new' | 'changed' | undefined> => {
  const set = sql.join(DECIDED.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`));
  const { rows } = await sql<{ was_new: boolean }>`
    insert into aaa.access as x (account_id, subscription_id, changed_at, ${sql.join(DECIDED.map((column) => sql.ref(column)))})
    values (${a.account_id}, ${a.subscription_id}, ${at}, ${sql.join(DECIDED.map((column) => a[column]))})
    on conflict (account_id, subscription_id) do update set changed_at = excluded.changed_at, ${set}
    where (${sql.join(DECIDED.map((column) => sql`x.${sql.ref(column)}`))})
      is distinct from (${sql.join(DECIDED.map((column) => sql`excluded.${sql.ref(column)}`))})
    returning xmax = 0 as was_new`.execute(tx);
  const [row] = rows;
  return row && (row.was_new ? 'new' : 'changed');
};

/** What a subscription deserves; `undefined` when it has no access, or no log-in any more. */
export const wantedAccess = (tx: Tx, account_id: Id, subscription_id: Id) =>
  tx
    .selectFrom('aaa.access as a')
    .select(['a.mode', 'a.rate_down_kbps', 'a.rate_up_kbps'])
    .where('a.account_id', '=', account_id)
    .where('a.subscription_id', '=', subscription_id)
    .where((e) =>
      e.exists(
        e
          .selectFrom('aaa.credential as c')
          .select('c.id')
          .whereRef('c.account_id', '=', 'a.account_id')
          .whereRef('c.subscription_id', '=', 'a.subscription_id')
          .where('c.state', '=', 'active'),
      ),
    )
    .executeTakeFirst();

/** Every log-in a subscription has or had. */
export const logInsOf = (tx: Tx, account_id: Id, subscription_id: Id): Promise<LogInOf[]> =>
  tx
    .selectFrom('aaa.credential')
    .select(['kind', 'username', 'stamp', 'state'])
    .where('account_id', '=', account_id)
    .where('subscription_id', '=', subscription_id)
    .execute();

const credentials = (tx: Tx, account_id: Id) =>
  tx
    .selectFrom('aaa.credential')
    .select(['id', 'account_id', 'subscription_id', 'kind', 'username', 'password_kind', 'state', 'created_at'])
    .select(['line_nas_id', 'circuit_id', 'remote_id', 'mac', 'port', 'port_nas_id', 'vlan'])
    .select(sql<BindingKind[]>`learn`.as('learn'))
    .where('account_id', '=', account_id);

export const credentialsOf = (tx: Tx, account_id: Id): Promise<StoredCredential[]> =>
  credentials(tx, account_id).orderBy(sql`kind = 'password' desc`).orderBy('created_at').orderBy('id').execute();

/** The log-in of a subscription by name and password, in use or not, locked. */
export const credentialOf = (tx: Tx, account_id: Id, subscription_id: Id): Promise<StoredCredential | undefined> =>
  credentials(tx, account_id)
    .where('subscription_id', '=', subscription_id)
    .where('kind', '=', 'password')
    .orderBy(sql`state = 'active' desc, created_at desc`)
    .limit(1)
    .forUpdate()
    .executeTakeFirst();

/** What is kept of a log-in's password, sealed. */
export const sealedPassword = async (tx: Tx, { account_id, id }: { readonly account_id: Id; readonly id: Id }) => {
  const row = await tx
    .selectFrom('aaa.credential')
    .select('password_sealed')
    .where('account_id', '=', account_id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.password_sealed ?? null;
};

/** One log-in in use, locked. */
export const credentialById = (tx: Tx, account_id: Id, id: Id): Promise<StoredCredential | undefined> =>
  credentials(tx, account_id).where('id', '=', id).where('state', '=', 'active').forUpdate().executeTakeFirst();

/** Claims a name, a MAC or a line for a credential; gives whether it is its own now. Waits for another who is claiming it. */
export const claim = async (tx: Tx, { kind, username }: Claim, account_id: Id, credential_id: Id): Promise<boolean> => {
  const { rows } = await sql<{ own: boolean }>`
    insert into aaa.username as u (kind, username, account_id, credential_id) values (${kind}, ${username}, ${account_id}, ${credential_id})
    on conflict (kind, username) do update set username = u.username
    returning u.account_id = ${account_id} and u.credential_id = ${credential_id} as own`.execute(tx);
  return rows[0]?.own ?? false;
};

/** Gives up every claim of a credential but `kept`. */
export const releaseClaims = (tx: Tx, account_id: Id, credential_id: Id, kept: string | null) => {
  const q = tx
    .deleteFrom('aaa.username')
    .where('account_id', '=', account_id)
    .where('credential_id', '=', credential_id);
  return (kept === null ? q : q.where('username', '!=', kept)).execute();
};

interface CredentialRow extends Omit<StoredCredential, 'state'> {
  readonly password_sealed: Buffer | null;
}

export const insertCredential = (tx: Tx, row: CredentialRow) =>
  tx
    .insertInto('aaa.credential')
    .values({ ...row, state: 'active' })
    .execute();

/** Changes a credential; without `password_sealed` and its kind the password stays. When it is `renewed`, the sessions that came by it are found to have come by none. */
export const updateCredential = (
  tx: Tx,
  key: { readonly account_id: Id; readonly id: Id },
  change: {
    readonly username: string;
    readonly mac: string | null;
    readonly learn: BindingKind[];
    readonly password_sealed?: Buffer;
    readonly password_kind?: PasswordKind;
  },
  renewed: boolean,
) =>
  tx
    .updateTable('aaa.credential')
    .set({ ...change, state: 'active', ...(renewed ? { stamp: sql<number>`default` } : {}) })
    .where('account_id', '=', key.account_id)
    .where('id', '=', key.id)
    .execute();

/** Takes one log-in out of use. */
export const disableCredential = (tx: Tx, account_id: Id, id: Id) =>
  tx
    .updateTable('aaa.credential')
    .set({ state: 'disabled' })
    .where('account_id', '=', account_id)
    .where('id', '=', id)
    .execute();

/** Takes the log-ins of a subscription out of use; gives their ids. */
export const disableCredentials = (tx: Tx, account_id: Id, subscription_id: Id) =>
  tx
    .updateTable('aaa.credential')
    .set({ state: 'disabled' })
    .where('account_id', '=', account_id)
    .where('subscription_id', '=', subscription_id)
    .where('state', '=', 'active')
    .returning('id')
    .execute();
