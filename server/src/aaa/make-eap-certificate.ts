import type { Ctx } from '../kernel/ctx.ts';
import type { EapCertificate, MakeEapCertificate } from './contract.ts';
import { shownCertificate } from './eap/certificate.ts';
import type { Pair } from './eap/issue-certificate.ts';
import { type CertificateRow, certificateRow, keepCertificate } from './store/eap-certificate.ts';

/** Loaded when somebody makes a certificate, and not with every process. */
const issuing = () => import('./eap/issue-certificate.ts');

const authorityOf = async (ctx: Ctx, row: CertificateRow | undefined, name: string): Promise<Pair> =>
  row?.authority_pem && row.authority_key_sealed
    ? { pem: row.authority_pem, key_pem: ctx.secrets.open(row.authority_key_sealed) }
    : (await issuing()).makeAuthority(`Authority of ${name}`, new Date(ctx.now));

/**
 * Makes the certificate of EAP ourselves: an authority, which devices are to trust, and a certificate issued by it. Made again, another certificate comes of the same
 * authority, so devices go on as they are. What is kept about certificates of clients stays.
 */
export const makeEapCertificate = async (ctx: Ctx, { name }: MakeEapCertificate): Promise<EapCertificate> => {
  const old = await certificateRow(ctx.tx);
  const authority = await authorityOf(ctx, old, name);
  const issued = await (await issuing()).issueCertificate(authority, name, new Date(ctx.now));
  const row = {
    id: old?.id ?? ctx.newId(),
    chain_pem: issued.pem,
    key_sealed: ctx.secrets.seal(issued.key_pem),
    client_ca_pem: old?.client_ca_pem ?? null,
    client_crl_pem: old?.client_crl_pem ?? null,
    authority_pem: authority.pem,
    authority_key_sealed: ctx.secrets.seal(authority.key_pem),
    changed_at: ctx.now,
  };
  await keepCertificate(ctx.tx, row);
  return shownCertificate(row);
};
