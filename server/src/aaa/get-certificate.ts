import type { Ctx } from '../kernel/ctx.ts';
import { shownCertificate } from './certificates/certificate.ts';
import type { Certificate } from './contract.ts';
import { certificateRow, type Purpose } from './store/certificate.ts';

/** The certificate that EAP or RadSec shows, if one is kept; its key is never given. */
export const getCertificate = async (ctx: Ctx, purpose: Purpose): Promise<{ certificate: Certificate | null }> => {
  const row = await certificateRow(ctx.tx, purpose);
  return { certificate: row === undefined ? null : shownCertificate(row) };
};
