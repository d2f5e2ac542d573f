import type { Ctx } from '../kernel/ctx.ts';
import { shownCertificate } from './certificates/certificate.ts';
import type { Pair } from './certificates/issue-certificate.ts';
import type { Certificate, MakeEapCertificate } from './contract.ts';
import { type CertificateRow, certificateRow, keepCertificate, type Purpose } from './store/certificate.ts';

/** Loaded when somebody makes a certificate, and not with every process. */
const issuing = () => import('./certificates/issue-certificate.ts');

const AUTHORITY: Readonly<Record<Purpose, string>> = { eap: 'Authority of', radsec: 'RadSec authority of' };

const authorityOf = async (ctx: Ctx, row: CertificateRow | undefined, title: string): Promise<Pair> =>
  row?.authority_pem && row.authority_key_sealed
    ? { pem: row.authority_pem, key_pem: ctx.secrets.open(row.authority_key_sealed) }
    : (await issuing()).makeAuthority(title, new Date(ctx.now));

/** Whom EAP-TLS believes stays as it was; RadSec believes the NASes whose certificates the same authority issues, and nobody else. */
const clientsOf = (purpose: Purpose, authority: Pair, old: CertificateRow | undefined) =>
  purpose === 'radsec'
    ? { client_ca_pem: authority.pem, client_crl_pem: null }
    : { client_ca_pem: old?.client_ca_pem ?? null, client_crl_pem: old?.client_crl_pem ?? null };

/**
 * Makes the certificate of EAP or RadSec ourselves: an authority, which devices or NASes are to trust, and a certificate issued by it. Made again, another
 * certificate comes of the same authority, so they go on as they are.
 */
export const makeCertificate = async (
  ctx: Ctx,
  { name, purpose }: MakeEapCertificate & { readonly purpose: Purpose },
): Promise<Certificate> => {
  const old = await certificateRow(ctx.tx, purpose);
  const authority = await authorityOf(ctx, old, `${AUTHORITY[purpose]} ${name}`);
  const { issueCertificate } = await issuing();
  const issued = await issueCertificate(authority, { title: name, name, for: 'server' }, new Date(ctx.now));
  const row = {
    id: old?.id ?? ctx.newId(),
    purpose,
    chain_pem: issued.pem,
    key_sealed: ctx.secrets.seal(issued.key_pem),
    ...clientsOf(purpose, authority, old),
    authority_pem: authority.pem,
    authority_key_sealed: ctx.secrets.seal(authority.key_pem),
    changed_at: ctx.now,
  };
  await keepCertificate(ctx.tx, row);
  return shownCertificate(row);
};
