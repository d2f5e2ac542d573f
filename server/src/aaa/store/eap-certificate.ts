import type { Id, Instant } from '@isp/values';
import type { Tx } from '../../kernel/db.ts';

/** The certificate as it is kept. */
export interface CertificateRow {
  readonly id: Id;
  readonly chain_pem: string;
  readonly key_sealed: Buffer;
  readonly client_ca_pem: string | null;
  readonly client_crl_pem: string | null;
  readonly authority_pem: string | null;
  readonly authority_key_sealed: Buffer | null;
  readonly changed_at: Instant;
}

/** The one certificate, if there is one. */
export const certificateRow = (tx: Tx): Promise<CertificateRow | undefined> =>
  tx.selectFrom('aaa.eap_certificate').selectAll().executeTakeFirst();

/** Keeps a certificate in place of the one there was. */
export const keepCertificate = async (tx: Tx, row: CertificateRow): Promise<void> => {
  const { id, ...changed } = row;
  await tx
    .insertInto('aaa.eap_certificate')
    .values(row)
    .onConflict((conflict) => conflict.column('sole').doUpdateSet(changed))
    .execute();
};

/** Forgets the certificate; false when there was none. */
export const dropCertificate = async (tx: Tx): Promise<boolean> => {
  const { numDeletedRows } = await tx.deleteFrom('aaa.eap_certificate').executeTakeFirst();
  return numDeletedRows > 0n;
};
