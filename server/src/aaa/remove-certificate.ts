import type { Ctx } from '../kernel/ctx.ts';
import { CertificateNone } from './faults.ts';
import { dropCertificate, type Purpose } from './store/certificate.ts';

/** Forgets the certificate: EAP over TLS is offered no more, or RadSec not listened for. */
export const removeCertificate = async (ctx: Ctx, purpose: Purpose): Promise<void> => {
  if (!(await dropCertificate(ctx.tx, purpose))) throw CertificateNone({ purpose });
};
