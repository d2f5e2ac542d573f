import type { Ctx } from '../kernel/ctx.ts';
import type { EapCertificate } from './contract.ts';
import { shownCertificate } from './eap/certificate.ts';
import { EapCertificateNone } from './faults.ts';
import { certificateRow } from './store/eap-certificate.ts';

/** The certificate that EAP shows; its key is never given. */
export const getEapCertificate = async (ctx: Ctx): Promise<EapCertificate> => {
  const row = await certificateRow(ctx.tx);
  if (row === undefined) throw EapCertificateNone();
  return shownCertificate(row);
};
