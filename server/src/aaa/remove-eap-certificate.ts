import type { Ctx } from '../kernel/ctx.ts';
import { EapCertificateNone } from './faults.ts';
import { dropCertificate } from './store/eap-certificate.ts';

/** Forgets the certificate: EAP over TLS is offered no more. */
export const removeEapCertificate = async (ctx: Ctx): Promise<void> => {
  if (!(await dropCertificate(ctx.tx))) throw EapCertificateNone();
};
