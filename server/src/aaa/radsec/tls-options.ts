import { constants } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { CertificateRow } from '../store/certificate.ts';

/** What RadSec is done with. */
export interface RadsecTls {
  readonly options: SecureContextOptions;
  /** Differs when it shows or trusts something else. */
  readonly mark: string;
}

/**
 * TLS as RadSec needs it (RFC 6614 2.3): 1.2 or later, nobody trusted but the authority of the NASes (never the system's), and nothing that spares a
 * certificate from being looked at: no tickets, no renegotiation. Throws when the files are not good.
 */
export const radsecTls = (
  { chain_pem, client_ca_pem, client_crl_pem }: Pick<CertificateRow, 'chain_pem' | 'client_ca_pem' | 'client_crl_pem'>,
  keyPem: string,
): RadsecTls => {
  const options: SecureContextOptions = {
    cert: chain_pem,
    key: keyPem,
    ca: client_ca_pem ?? [],
    ...(client_crl_pem === null ? {} : { crl: client_crl_pem }),
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
  createSecureContext(options);
  return { options, mark: JSON.stringify([chain_pem, client_ca_pem, client_crl_pem]) };
};
