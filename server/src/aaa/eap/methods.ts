import { createHmac, randomBytes } from 'node:crypto';
import { EAP_TYPE, type EapMethod, EapMsChap2, eapMd5, ntHash } from '@isp/radius';
import type { Directory } from '../directory/directory.ts';
import { emptyEntry } from '../directory/users.ts';
import { InsidePeap } from './inside-peap.ts';
import { insideTls } from './inside-tls.ts';
import { insideTtls } from './inside-ttls.ts';
import type { Resumptions } from './resumptions.ts';
import type { EapTls } from './tls-context.ts';
import { Tunnelled } from './tunnelled.ts';

const SERVER_NAME = 'isp';

/** Methods that need nothing but a password, and those that need a certificate of ours, the best first. */
const PLAIN: readonly number[] = [EAP_TYPE.mschapv2, EAP_TYPE.md5];
const OVER_TLS: readonly number[] = [EAP_TYPE.peap, EAP_TYPE.ttls, EAP_TYPE.tls];

/** What is offered, the best first. */
export const offered = (tls: EapTls | undefined): readonly number[] =>
  tls === undefined
    ? PLAIN
    : [...OVER_TLS.filter((type) => type !== EAP_TYPE.tls || tls.client_certificates), ...PLAIN];

const ABSENT = Buffer.alloc(0);
const entry = emptyEntry();

const passwordOf = (directory: Pick<Directory, 'users'>, name: Uint8Array): Buffer => {
  const { users } = directory;
  const slot = users.find(name, 0, name.length);
  if (slot < 0) return ABSENT;
  users.read(slot, entry);
  return Buffer.from(entry.password);
};

/** With a hash nobody knows for a name nobody has, so that nothing tells. */
const msChap2 = (directory: Pick<Directory, 'users'>, name: Uint8Array): EapMethod => {
  const password = passwordOf(directory, name);
  return new EapMsChap2({
    hash: password.length === 0 ? randomBytes(16) : ntHash(password.toString()),
    challenge: randomBytes(16),
    failure_challenge: randomBytes(16),
    server_name: SERVER_NAME,
  });
};

const MARKS = randomBytes(32);

/** What changes with the password of a name. */
const markOf = (directory: Pick<Directory, 'users'>, name: Uint8Array | undefined): string =>
  name === undefined ? '' : createHmac('sha256', MARKS).update(passwordOf(directory, name)).digest('base64');

/** What a method is begun with. */
export interface MethodSetting {
  readonly directory: Pick<Directory, 'users' | 'tls'>;
  /** The EAP identity, which is the User-Name. */
  readonly name: Buffer;
  /** The most octets of data that a Request may have. */
  readonly size: number;
  readonly resumptions: Resumptions;
}

/** Begins a method of a type that is offered. */
export const methodOf = (
  type: number,
  { directory, name, size, resumptions }: MethodSetting,
): EapMethod | undefined => {
  if (type === EAP_TYPE.md5) {
    const password = passwordOf(directory, name);
    return eapMd5(password.length === 0 ? randomBytes(16) : password, randomBytes(16));
  }
  if (type === EAP_TYPE.mschapv2) return msChap2(directory, name);
  if (directory.tls === undefined) return undefined;
  const tunnel = {
    tls: directory.tls,
    size,
    resumptions,
    markOf: (proven: Uint8Array | undefined) => markOf(directory, proven),
  };
  if (type === EAP_TYPE.peap) return new Tunnelled(new InsidePeap((inner) => msChap2(directory, inner)), tunnel);
  if (type === EAP_TYPE.ttls)
    return new Tunnelled(
      insideTtls((inner) => passwordOf(directory, inner)),
      tunnel,
    );
  return new Tunnelled(insideTls(name.toString()), tunnel);
};
