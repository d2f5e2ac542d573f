import type { Ctx } from '../kernel/ctx.ts';
import type { EapCertificate, SetEapCertificate } from './contract.ts';
import { badFile, onlyCertificates, shownCertificate } from './eap/certificate.ts';
import { EapCertificateBad } from './faults.ts';
import { certificateRow, keepCertificate } from './store/eap-certificate.ts';

/** Keeps the certificate by which EAP over TLS shows who we are; from the next conversation on it is used, and PEAP and EAP-TTLS are offered. */
export const setEapCertificate = async (ctx: Ctx, input: SetEapCertificate): Promise<EapCertificate> => {
  const files = { ...input, client_ca_pem: input.client_ca_pem ?? null, client_crl_pem: input.client_crl_pem ?? null };
  const bad = badFile(files, new Date(ctx.now));
  if (bad !== undefined) throw EapCertificateBad(bad);
  const { key_pem, client_crl_pem } = files;
  const kept = {
    chain_pem: onlyCertificates(files.chain_pem),
    client_ca_pem: files.client_ca_pem && onlyCertificates(files.client_ca_pem),
    client_crl_pem,
  };
  const old = await certificateRow(ctx.tx);
  const row = {
    ...kept,
    id: old?.id ?? ctx.newId(),
    key_sealed: ctx.secrets.seal(key_pem),
    authority_pem: null,
    authority_key_sealed: null,
    changed_at: ctx.now,
  };
  await keepCertificate(ctx.tx, row);
  return shownCertificate(row);
};
