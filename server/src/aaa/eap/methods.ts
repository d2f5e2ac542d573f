import { createHmac, randomBytes } from 'node:crypto';
import { EAP_TYPE, type EapMethod, EapMsChap2, type EapTurn, eapMd5 } from '@isp/radius';
import { ntHashOf, type PasswordMethod, type StoredPassword, whyNot } from '../core/password.ts';
import type { Directory } from '../directory/directory.ts';
import type { PasswordChecks } from '../passwords/password-checks.ts';
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

/** What is offered, the best first: the same to everybody, so that it tells nobody who exists or how their password is kept. */
export const offered = (tls: EapTls | undefined): readonly number[] =>
  tls === undefined
    ? PLAIN
    : [...OVER_TLS.filter((type) => type !== EAP_TYPE.tls || tls.client_certificates), ...PLAIN];

const because = (turn: EapTurn, wrong: string): EapTurn => (turn.kind === 'end' ? { ...turn, wrong } : turn);

/** A method that may not be possible with what is kept of the password: then it goes on as with a wrong one, and the log says why. */
const unless = (wrong: string | undefined, method: EapMethod): EapMethod => {
  if (wrong === undefined) return method;
  return {
    type: method.type,
    begin: (identifier) => method.begin(identifier),
    hear: (identifier, data) => {
      const turn = method.hear(identifier, data);
      return turn instanceof Promise ? turn.then((later) => because(later, wrong)) : because(turn, wrong);
    },
  };
};

const refusal = (method: PasswordMethod, stored: StoredPassword | undefined): string | undefined =>
  stored && whyNot(method, stored.password_kind);

/** With a hash nobody knows for a name nobody has, so that nothing tells. */
const msChap2 = ({ directory }: MethodSetting, name: Uint8Array): EapMethod => {
  const stored = directory.users.passwordOf(name);
  const method = new EapMsChap2({
    hash: (stored && ntHashOf(stored)) ?? randomBytes(16),
    challenge: randomBytes(16),
    failure_challenge: randomBytes(16),
    server_name: SERVER_NAME,
  });
  return unless(refusal('EAP-MSCHAPv2', stored), method);
};

const md5 = ({ directory, name }: MethodSetting): EapMethod => {
  const stored = directory.users.passwordOf(name);
  const known = stored?.password_kind === 'clear' && stored.password.length > 0;
  return unless(refusal('EAP-MD5', stored), eapMd5(known ? stored.password : randomBytes(16), randomBytes(16)));
};

const MARKS = randomBytes(32);

/** What changes with the password of a name. */
const markOf = (directory: Pick<Directory, 'users'>, name: Uint8Array | undefined): string =>
  name === undefined
    ? ''
    : createHmac('sha256', MARKS)
        .update(directory.users.passwordOf(name)?.password ?? '')
        .digest('base64');

/** What a method is begun with. */
export interface MethodSetting {
  readonly directory: Pick<Directory, 'users' | 'tls'>;
  readonly passwords: PasswordChecks;
  /** The EAP identity, which is the User-Name. */
  readonly name: Buffer;
  /** The most octets of data that a Request may have. */
  readonly size: number;
  readonly resumptions: Resumptions;
}

/** Begins a method of a type that is offered. */
export const methodOf = (type: number, setting: MethodSetting): EapMethod | undefined => {
  const { directory, passwords, name, size, resumptions } = setting;
  if (type === EAP_TYPE.md5) return md5(setting);
  if (type === EAP_TYPE.mschapv2) return msChap2(setting, name);
  if (directory.tls === undefined) return undefined;
  const tunnel = {
    tls: directory.tls,
    size,
    resumptions,
    markOf: (proven: Uint8Array | undefined) => markOf(directory, proven),
  };
  if (type === EAP_TYPE.peap) return new Tunnelled(new InsidePeap((inner) => msChap2(setting, inner)), tunnel);
  if (type === EAP_TYPE.ttls) {
    const storedOf = (inner: Uint8Array) => directory.users.passwordOf(inner);
    return new Tunnelled(insideTtls(storedOf, passwords), tunnel);
  }
  return new Tunnelled(insideTls(name.toString()), tunnel);
};
