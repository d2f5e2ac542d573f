import type { Ctx } from '../kernel/ctx.ts';
import type { BindCredential, Credential } from './contract.ts';
import type { BindingKind } from './core/binding.ts';
import { shownCredential } from './core/credential.ts';
import { idOfOctets, octetsOfId } from './core/line.ts';
import { normalMac } from './core/station.ts';
import { vlanNumber, vlanText } from './core/vlan.ts';
import { CredentialNotFound, MacInvalid, PortNasNeeded, VlanInvalid } from './faults.ts';
import { getNas } from './get-nas.ts';
import { credentialById } from './store/access.ts';
import { type KeptBindings, storeBindings } from './store/binding.ts';

const LEARN = 'learn';

const macOf = (mac: string): string => {
  const normal = normalMac(mac);
  if (normal === undefined) throw MacInvalid({ mac });
  return normal;
};

const vlanOf = (vlan: string): string => {
  const number = vlanNumber(vlan);
  if (number < 0) throw VlanInvalid({ vlan });
  return vlanText(number);
};

/** What is wanted of a binding, given what there is: what was learned stays when it is to be learned still. */
const wanted = (
  kind: BindingKind,
  asked: string | null | undefined,
  old: KeptBindings,
  read: (text: string) => string,
): { readonly value: string | null; readonly learns: boolean } => {
  const learned = old.learn.includes(kind);
  if (asked === undefined) return { value: old[kind], learns: learned };
  if (asked === LEARN) return { value: learned ? old[kind] : null, learns: true };
  return { value: asked === null ? null : read(asked), learns: false };
};

/** The NAS of a port: given with it, or the one there was. */
const portNas = async (ctx: Ctx, input: BindCredential, port: string | null, old: KeptBindings) => {
  const isGiven = typeof input.port === 'string' && input.port !== LEARN;
  if (isGiven !== (input.port_nas_id !== undefined)) throw PortNasNeeded();
  if (input.port_nas_id !== undefined) return (await getNas(ctx, { id: input.port_nas_id })).id;
  return port === null ? null : old.port_nas_id;
};

/** Binds a log-in to a station, a port and a VLAN, each to a value, to the first that comes, or to none; holds from the next log-in on. */
export const bindCredential = async (ctx: Ctx, input: BindCredential): Promise<Credential> => {
  const old = await credentialById(ctx.tx, input.account_id, input.id);
  if (old === undefined) throw CredentialNotFound({ id: input.id });
  const mac = wanted('mac', input.mac, old, macOf);
  const port = wanted('port', input.port, old, (text) => idOfOctets(octetsOfId(text)));
  const vlan = wanted('vlan', input.vlan, old, vlanOf);
  const port_nas_id = await portNas(ctx, input, port.value, old);
  const learn = Object.entries({ mac, port, vlan }).flatMap(([kind, { learns }]) =>
    learns ? [kind as BindingKind] : [],
  );
  const bindings = { mac: mac.value, port: port.value, port_nas_id, vlan: vlan.value, learn };
  await storeBindings(ctx.tx, old, bindings);
  return shownCredential({ ...old, ...bindings });
};
