import { X509Certificate } from 'node:crypto';
import { instantFromEpochMs } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Pair } from './certificates/issue-certificate.ts';
import type { IssuedRadsecCertificate, IssueRadsecCertificate } from './contract.ts';
import { isFingerprint } from './core/radsec-identity.ts';
import { CertificateNone, NasNotFound, RadsecAuthorityNone } from './faults.ts';
import { certificateRow } from './store/certificate.ts';
import { nasById, updateNasRow } from './store/nas.ts';

const authorityOf = async (ctx: Ctx): Promise<Pair> => {
  const row = await certificateRow(ctx.tx, 'radsec');
  if (row === undefined) throw CertificateNone({ purpose: 'radsec' });
  if (row.authority_pem === null || row.authority_key_sealed === null) throw RadsecAuthorityNone();
  return { pem: row.authority_pem, key_pem: ctx.secrets.open(row.authority_key_sealed) };
};

/**
 * Issues a certificate by which a NAS comes over TLS, given back this once with its key. A NAS that is known by a DNS name gets one that says this
 * name, and an older one stays good beside it. Every other is known by the new one's fingerprint from now on: one it had before is refused at once.
 */
export const issueRadsecCertificate = async (
  ctx: Ctx,
  { id }: IssueRadsecCertificate,
): Promise<IssuedRadsecCertificate> => {
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  const authority = await authorityOf(ctx);
  const { issueCertificate } = await import('./certificates/issue-certificate.ts');
  const name = nas.radsec_identity === null || isFingerprint(nas.radsec_identity) ? undefined : nas.radsec_identity;
  const issued = await issueCertificate(authority, { title: nas.name, name, for: 'client' }, new Date(ctx.now));
  const { fingerprint256, validToDate } = new X509Certificate(issued.pem);
  const ends_at = instantFromEpochMs(validToDate.getTime());
  const radsec_identity = name ?? fingerprint256;
  await updateNasRow(ctx.tx, id, { radsec_identity, radsec_certificate_ends_at: ends_at });
  return {
    certificate_pem: issued.pem,
    key_pem: issued.key_pem,
    authority_pem: authority.pem,
    fingerprint: fingerprint256,
    radsec_identity,
    ends_at,
  };
};
