import { epochMs } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { shownCertificate } from './certificates/certificate.ts';
import { makeCertificate } from './make-certificate.ts';
import { certificateRow, type Purpose } from './store/certificate.ts';

/** So long before its end a certificate of ours is made again, and one that was given to us is warned about. */
const AHEAD_MS = 60 * 86_400_000;

/** Makes a certificate again that our own authority issued and that ends soon: devices and NASes trust the authority, so they notice nothing. Gives whether it did. */
const renew = (kernel: Kernel, purpose: Purpose): Promise<boolean> =>
  transact(kernel, system('renew-certificates'), async (ctx) => {
    const row = await certificateRow(ctx.tx, purpose);
    if (row === undefined) return false;
    const { names, valid_to } = shownCertificate(row);
    if (epochMs(valid_to) - epochMs(ctx.now) > AHEAD_MS) return false;
    const name = names.find((one) => one.startsWith('DNS:'))?.slice('DNS:'.length);
    if (row.authority_key_sealed === null || name === undefined) {
      ctx.log.warn({ purpose, valid_to }, 'a certificate that was given to us ends soon: keep its successor');
      return false;
    }
    await makeCertificate(ctx, { name, purpose });
    ctx.log.info({ purpose, valid_to }, 'a certificate of our own authority was made again before its end');
    return true;
  });

/** Makes again what our own authorities issued and what ends within 60 days; gives for what it did. */
export const renewCertificates = async (kernel: Kernel): Promise<Purpose[]> => {
  const renewed: Purpose[] = [];
  for (const purpose of ['eap', 'radsec'] as const) if (await renew(kernel, purpose)) renewed.push(purpose);
  return renewed;
};
