import { prepareSecret, vendorOf } from '@isp/radius';
import { isFingerprint } from '../core/radsec-identity.ts';
import { askerOf, type Client, type Clients, type Nas, NOTHING_ASKED, networkAddress, newClient } from './clients.ts';

/** The shared secret of every connection over TLS: what is secret is the certificate's key (RFC 6614 2.3). */
const RADSEC_SECRET = prepareSecret(Buffer.from('radsec'));

/** What a certificate says that a NAS can be known by. */
export interface Shown {
  /** SHA-256, in pairs of upper-case digits. */
  readonly fingerprint: string;
  /** DNS names, lower case. */
  readonly names: readonly string[];
}

/** A NAS as it is known by its certificate. */
export interface Peer {
  readonly nas: Nas;
  /** Differs when anything of it changed that its connections go by. */
  readonly mark: string;
}

/** Why a certificate that is good is nobody's. */
export type Unknown = 'certificate-unknown' | 'certificate-of-several';

const peerOf = (nas: Nas): Peer => ({
  nas,
  mark: JSON.stringify([
    ...[nas.id, nas.address, nas.vendor, nas.radsec_identity],
    ...[nas.mac_auth, nas.identify_by, nas.device_log_in],
  ]),
});

/** Who may come over TLS, found by the certificate and nothing else (RFC 6614 2.4): by its fingerprint before its names. */
export class Peers {
  #known = new Map<string, Peer>();

  /** Takes the NASes in use; those without a RadSec identity do not come over TLS. */
  set(all: readonly Nas[]): void {
    this.#known = new Map(
      all.flatMap((nas) =>
        nas.radsec_identity === null || nas.state === 'disabled' ? [] : [[nas.radsec_identity, peerOf(nas)] as const],
      ),
    );
  }

  /** The NAS of a certificate. One with names of several is nobody's: it could speak for either. */
  find({ fingerprint, names }: Shown): Peer | Unknown {
    const pinned = this.#known.get(fingerprint);
    if (pinned !== undefined) return pinned;
    const [peer, another] = new Set(
      names.filter((name) => !isFingerprint(name)).flatMap((name) => this.#known.get(name) ?? []),
    );
    if (another !== undefined) return 'certificate-of-several';
    return peer ?? 'certificate-unknown';
  }
}

/**
 * A NAS as the client of one connection, from `source` as the socket gives it. It is at this address when its datagrams would be taken from there; behind
 * another (it comes through a NAT, say) it is at the first address of its row, so that its sessions stay the same ones when it connects anew.
 */
export const clientOver = ({ nas }: Peer, source: string, clients: Clients): Client => {
  const here = clients.find(source);
  const address = here?.nas_id === nas.id ? here.address : networkAddress(nas);
  const known = {
    ...askerOf(nas),
    nas_id: nas.id,
    secret: RADSEC_SECRET,
    vendor: vendorOf(nas.vendor),
    // TLS says who sent a packet and that nobody changed it; with a secret that everybody knows a Message-Authenticator proves nothing.
    policy: NOTHING_ASKED,
    learns: false,
    tally: clients.tallies.of(nas.id),
  };
  return newClient(known, address, nas.identifier !== null);
};
