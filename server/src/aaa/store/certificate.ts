import type { Id, Instant } from '@isp/values';
import type { Tx } from '../../kernel/db.ts';

/** What a certificate is for; there is one for each at most. */
export type Purpose = 'eap' | 'radsec';

/** A certificate as it is kept. */
export interface CertificateRow {
  readonly id: Id;
  readonly purpose: Purpose;
  readonly chain_pem: string;
  readonly key_sealed: Buffer;
  readonly client_ca_pem: string | null;
  readonly client_crl_pem: string | null;
  readonly authority_pem: string | null;
  readonly authority_key_sealed: Buffer | null;
  readonly changed_at: Instant;
}

const COLUMNS = [
  ...(['id', 'purpose', 'chain_pem', 'key_sealed', 'client_ca_pem', 'client_crl_pem'] as const),
  ...(['authority_pem', 'authority_key_sealed', 'changed_at'] as const),
];

/** The certificate of a purpose, if there is one. */
export const certificateRow = async (tx: Tx, purpose: Purpose): Promise<CertificateRow | undefined> => {
  const row = await tx.selectFrom('aaa.certificate').select(COLUMNS).where('purpose', '=', purpose).executeTakeFirst();
  return row && { ...row, purpose };
};

/** Keeps a certificate in place of the one there was of its purpose. */
export const keepCertificate = async (tx: Tx, row: CertificateRow): Promise<void> => {
  const { id, ...changed } = row;
  await tx
    .insertInto('aaa.certificate')
    .values(row)
    .onConflict((conflict) => conflict.column('purpose').doUpdateSet(changed))
    .execute();
};

/** Forgets the certificate of a purpose; false when there was none. */
export const dropCertificate = async (tx: Tx, purpose: Purpose): Promise<boolean> => {
  const { numDeletedRows } = await tx.deleteFrom('aaa.certificate').where('purpose', '=', purpose).executeTakeFirst();
  return numDeletedRows > 0n;
};
