import type { Ctx } from '../kernel/ctx.ts';
import type { EapCertificate } from './contract.ts';
import { shownCertificate } from './eap/certificate.ts';
import { certificateRow } from './store/eap-certificate.ts';

/** The certificate that EAP shows, if one is kept; its key is never given. */
export const getEapCertificate = async (ctx: Ctx): Promise<{ certificate: EapCertificate | null }> => {
  const row = await certificateRow(ctx.tx);
  return { certificate: row === undefined ? null : shownCertificate(row) };
};
