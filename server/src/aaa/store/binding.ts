import type { Id } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { BindingKind } from '../core/binding.ts';
import type { Claim } from '../core/claim.ts';

/** What a log-in is bound to, as it is kept. */
export interface KeptBindings {
  readonly mac: string | null;
  readonly port: string | null;
  readonly port_nas_id: Id | null;
  readonly vlan: string | null;
  /** Of which the first that comes is pinned. */
  readonly learn: BindingKind[];
}

interface Pins extends Omit<KeptBindings, 'learn'> {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly claim: Claim;
}

/** Binds the log-in of a claim to what is given, where it learns that and has not yet. */
export const storePins = async (tx: Tx, pins: Pins): Promise<void> => {
  const { account_id, subscription_id, claim, mac, vlan, port, port_nas_id } = pins;
  await sql`
    with wanted as (
      select c.account_id, c.id, case when 'mac' = any (c.learn) then coalesce(c.mac, ${mac}) else c.mac end as mac,
        case when 'vlan' = any (c.learn) then coalesce(c.vlan, ${vlan}) else c.vlan end as vlan,
        case when 'port' = any (c.learn) and c.port is null then ${port} else c.port end as port,
        case when 'port' = any (c.learn) and c.port is null then ${port_nas_id}::uuid else c.port_nas_id end as port_nas_id
      from aaa.credential c join aaa.username n on n.account_id = c.account_id and n.credential_id = c.id
      where n.kind = ${claim.kind} and n.username = ${claim.username} and c.account_id = ${account_id}
        and c.subscription_id = ${subscription_id} and c.state = 'active' for update of c
    )
    update aaa.credential c set mac = w.mac, vlan = w.vlan, port = w.port, port_nas_id = w.port_nas_id
    from wanted w where c.account_id = w.account_id and c.id = w.id
      and (c.mac, c.vlan, c.port, c.port_nas_id) is distinct from (w.mac, w.vlan, w.port, w.port_nas_id)`.execute(tx);
};

/** Sets what a log-in is bound to. */
export const storeBindings = async (
  tx: Tx,
  key: { readonly account_id: Id; readonly id: Id },
  bindings: KeptBindings,
): Promise<void> => {
  await tx
    .updateTable('aaa.credential')
    .set({ ...bindings })
    .where('account_id', '=', key.account_id)
    .where('id', '=', key.id)
    .execute();
};
