import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateRow } from '../store/certificate.ts';

/** What EAP over TLS is done with. */
export interface EapTls {
  readonly context: SecureContext;
  /** Whether subscribers may log in by certificates of their own: an authority of theirs is kept. */
  readonly client_certificates: boolean;
}

/**
 * TLS as EAP needs it: 1.2 or later, nobody trusted but the authority that was given (never the system's), and no tickets: whoever comes again is looked at
 * again, certificate and all.
 */
export const eapTls = (
  row: Pick<CertificateRow, 'chain_pem' | 'client_ca_pem' | 'client_crl_pem'>,
  keyPem: string,
): EapTls => {
  const { chain_pem, client_ca_pem, client_crl_pem } = row;
  return {
    context: createSecureContext({
      cert: chain_pem,
      key: keyPem,
      ca: client_ca_pem ?? chain_pem,
      ...(client_crl_pem === null ? {} : { crl: client_crl_pem }),
      minVersion: 'TLSv1.2',
      secureOptions: constants.SSL_OP_NO_TICKET,
    }),
    client_certificates: client_ca_pem !== null,
  };
};
