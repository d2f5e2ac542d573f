import { ATTRIBUTE, CODE, type PacketView } from '@isp/radius';
import type { Client } from '../directory/clients.ts';
import { believe, isProof } from './believe.ts';
import type { Discard } from './discards.ts';
import type { DoorOptions } from './door-options.ts';

/** Octets that are no text, or have a NUL: nobody can be kept by such a name. */
const isUnkept = (identifier: string): boolean => identifier.includes('\ufffd') || identifier.includes('\u0000');

type Desks = Pick<DoorOptions, 'directory' | 'strangers' | 'newcomers'>;

/**
 * Whose a packet is at an address where NASes are told apart by NAS-Identifier (RFC 2865 5.32), or why it gets no answer. The identifier is read before the proof only to choose the
 * secret, which then has to prove the packet; who is not known is believed under the range's secret before anything is done about it. Status-Server needs no identifier (RFC 5997 3).
 */
export const tellApart = (view: PacketView, at: Client, desks: Desks): Client | Discard => {
  const called = view.latin1(ATTRIBUTE.nas_identifier) ?? '';
  const known = called === '' ? undefined : desks.directory.clients.member(at, called);
  if (known !== undefined && known !== 'refused') return known;
  const believed = believe(view, at);
  if (typeof believed === 'string') return believed;
  if (known === 'refused') return 'nas-refused';
  if (called !== '') return meet(view, at, called, desks);
  return view.code === CODE.status_server ? at : 'nas-identifier-missing';
};

/** One that is not known and has the range's secret: it is registered when that is wanted, or noted. */
const meet = (view: PacketView, at: Client, called: string, desks: Desks): Client | Discard => {
  const { directory, newcomers, strangers } = desks;
  const identifier = view.text(ATTRIBUTE.nas_identifier) ?? '';
  const mayRegister = at.family?.unknown === 'register' && isProof(view) && !isUnkept(identifier);
  const member = mayRegister ? directory.clients.admit(at, called) : undefined;
  if (member !== undefined) {
    newcomers.add({ range_id: at.nas_id, called, identifier, address: at.address });
    return member;
  }
  strangers.noteIn(at.nas_id, at.address, view.code, identifier);
  return mayRegister ? 'range-full' : 'nas-identifier-unknown';
};
