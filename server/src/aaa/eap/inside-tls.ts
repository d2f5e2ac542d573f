import { EAP_TYPE } from '@isp/radius';
import type { TlsTunnel } from './tls-tunnel.ts';
import type { InnerTurn, Inside } from './tunnelled.ts';

/** What a TLS 1.3 server says when it has nothing more to say in the handshake (RFC 9190 2.5). */
const COMMITMENT = Buffer.of(0);

/** EAP-TLS: the peer proves itself by a certificate, which names the user (RFC 5216 5.2). `name` is the EAP identity. */
export const insideTls = (name: string): Inside => {
  const judge = (tunnel: TlsTunnel): Extract<InnerTurn, { kind: 'end' }> => {
    const fault = tunnel.certificateFault;
    const keys = tunnel.keys(EAP_TYPE.tls);
    if (fault !== undefined) return { kind: 'end', right: false, wrong: `its certificate is not good: ${fault}` };
    return tunnel.certificateNames.includes(name)
      ? { kind: 'end', right: true, keys }
      : { kind: 'end', right: false, wrong: 'its certificate is another user’s' };
  };
  return {
    type: EAP_TYPE.tls,
    wants_certificate: true,
    opened: (tunnel) => {
      const ending = judge(tunnel);
      if (!ending.right || tunnel.version !== 'TLSv1.3') return ending;
      return { kind: 'say', octets: COMMITMENT, last: ending };
    },
    received: () => ({ kind: 'end', right: false, wrong: 'speaks inside EAP-TLS' }),
  };
};
