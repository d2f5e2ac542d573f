import type { Ctx } from '../kernel/ctx.ts';
import { badFile, onlyCertificates, shownCertificate } from './certificates/certificate.ts';
import type { Certificate, SetEapCertificate } from './contract.ts';
import { CertificateBad } from './faults.ts';
import { certificateRow, keepCertificate, type Purpose } from './store/certificate.ts';

/**
 * Keeps the certificate by which EAP over TLS, or RadSec, shows who we are; from the next conversation or connection on it is used. An authority
 * that we made ourselves is forgotten: who comes is then believed by the one that is given here.
 */
export const setCertificate = async (
  ctx: Ctx,
  { purpose, ...input }: SetEapCertificate & { readonly purpose: Purpose },
): Promise<Certificate> => {
  const files = { ...input, client_ca_pem: input.client_ca_pem ?? null, client_crl_pem: input.client_crl_pem ?? null };
  const bad = badFile(files, new Date(ctx.now));
  if (bad !== undefined) throw CertificateBad(bad);
  const { key_pem, client_crl_pem } = files;
  const kept = {
    chain_pem: onlyCertificates(files.chain_pem),
    client_ca_pem: files.client_ca_pem && onlyCertificates(files.client_ca_pem),
    client_crl_pem,
  };
  const old = await certificateRow(ctx.tx, purpose);
  const row = {
    ...kept,
    id: old?.id ?? ctx.newId(),
    purpose,
    key_sealed: ctx.secrets.seal(key_pem),
    authority_pem: null,
    authority_key_sealed: null,
    changed_at: ctx.now,
  };
  await keepCertificate(ctx.tx, row);
  return shownCertificate(row);
};
