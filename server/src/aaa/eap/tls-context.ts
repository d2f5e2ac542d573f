import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateRow } from '../store/certificate.ts';

/** How long after the whole proof a session may be resumed, in seconds. */
export const RESUMABLE_S = 12 * 3600;

/** What EAP over TLS is done with. */
export interface EapTls {
  /** A connection's own: `ticketKey` is the key of its tickets, `purpose` what a session is good for. */
  context(ticketKey: Buffer, purpose: string): SecureContext;
  /** Whether subscribers may log in by certificates of their own: an authority of theirs is kept. */
  readonly client_certificates: boolean;
}

/** TLS as EAP needs it: 1.2 or later, nobody trusted but the authority that was given (never the system's). Throws when the certificate and its key cannot be used. */
export const eapTls = (
  row: Pick<CertificateRow, 'chain_pem' | 'client_ca_pem' | 'client_crl_pem'>,
  keyPem: string,
): EapTls => {
  const { chain_pem, client_ca_pem, client_crl_pem } = row;
  const options = {
    cert: chain_pem,
    key: keyPem,
    ca: client_ca_pem ?? chain_pem,
    ...(client_crl_pem === null ? {} : { crl: client_crl_pem }),
    minVersion: 'TLSv1.2',
    sessionTimeout: RESUMABLE_S,
  } as const;
  createSecureContext(options);
  return {
    context: (ticketKeys, sessionIdContext) => createSecureContext({ ...options, ticketKeys, sessionIdContext }),
    client_certificates: client_ca_pem !== null,
  };
};
