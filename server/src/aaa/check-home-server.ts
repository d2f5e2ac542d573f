import { isIP } from 'node:net';
import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { badFile } from './certificates/certificate.ts';
import type { HomeServer } from './contract.ts';
import { LEAST_SECRET } from './core/nas.ts';
import {
  CertificateBad,
  HomeServerAddressInvalid,
  HomeServerIncomplete,
  HomeServerNameTaken,
  SecretTooShort,
} from './faults.ts';
import { homeServerNamed } from './store/home-settings.ts';

/** A home server as it is to be, its secrets in clear. */
type WantedHomeServer = Pick<HomeServer, 'name' | 'address' | 'transport' | 'tls_name' | 'probe' | 'probe_username'> & {
  readonly id: Id;
  readonly secret: string | undefined;
  readonly authority_pem: string | undefined;
  readonly chain_pem: string | undefined;
  readonly key_pem: string | undefined;
  readonly probe_password: string | undefined;
};

const OVER_RADSEC = ['tls_name', 'authority_pem', 'chain_pem', 'key_pem'] as const;
const TO_LOG_IN = ['probe_username', 'probe_password'] as const;

const badTls = ({ authority_pem = '', chain_pem = '', key_pem = '' }: WantedHomeServer, now: string) => {
  const files = { chain_pem, key_pem, client_ca_pem: authority_pem, client_crl_pem: null };
  const bad = badFile(files, new Date(now));
  return bad?.file === 'client_ca_pem' ? { ...bad, file: 'authority_pem' } : bad;
};

/** Throws when a home server cannot be as it is wanted. */
export const checkHomeServer = async (ctx: Ctx, wanted: WantedHomeServer): Promise<void> => {
  const { transport, probe, address, name, secret = '' } = wanted;
  if (isIP(address) === 0) throw HomeServerAddressInvalid({ address });
  if (transport === 'udp' && secret.length < LEAST_SECRET) throw SecretTooShort({ least: LEAST_SECRET });
  const lacking = [
    ...(transport === 'radsec' ? OVER_RADSEC.map((field) => [field, 'over RadSec'] as const) : []),
    ...(probe === 'log-in' ? TO_LOG_IN.map((field) => [field, 'to probe by a log-in'] as const) : []),
  ].find(([field]) => !wanted[field]);
  if (lacking !== undefined) throw HomeServerIncomplete({ field: lacking[0], needed_for: lacking[1] });
  const bad = transport === 'radsec' ? badTls(wanted, ctx.now) : undefined;
  if (bad !== undefined) throw CertificateBad(bad);
  if (await homeServerNamed(ctx.tx, name, wanted.id)) throw HomeServerNameTaken({ name });
};
