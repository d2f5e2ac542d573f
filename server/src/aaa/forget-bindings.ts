import type { Ctx } from '../kernel/ctx.ts';
import type { Credential, ForgetBindings } from './contract.ts';
import type { BindingKind } from './core/binding.ts';
import { shownCredential } from './core/credential.ts';
import { CredentialNotFound } from './faults.ts';
import { credentialById } from './store/access.ts';
import { storeBindings } from './store/binding.ts';

const ALL: readonly BindingKind[] = ['mac', 'port', 'vlan'];

/** Forgets what was learned of a log-in, all of it unless said: the first that comes next is pinned. What was set by hand stays. */
export const forgetBindings = async (ctx: Ctx, input: ForgetBindings): Promise<Credential> => {
  const old = await credentialById(ctx.tx, input.account_id, input.id);
  if (old === undefined) throw CredentialNotFound({ id: input.id });
  const forgotten = (input.bindings ?? ALL).filter((kind) => old.learn.includes(kind));
  const left = <T>(kind: BindingKind, value: T): T | null => (forgotten.includes(kind) ? null : value);
  const bindings = {
    mac: left('mac', old.mac),
    port: left('port', old.port),
    port_nas_id: left('port', old.port_nas_id),
    vlan: left('vlan', old.vlan),
    learn: old.learn,
  };
  await storeBindings(ctx.tx, old, bindings);
  return shownCredential({ ...old, ...bindings });
};
