import { identificationFor, type SessionIdentification } from '@isp/radius';
import { addMs, type Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { newId } from '../kernel/secrets.ts';
import type { CoaRequest } from './coa-client.ts';
import type { Grant } from './core/access.ts';
import { spokenAs } from './core/capability.ts';
import type { CoaAnswer } from './core/coa-answer.ts';
import { changeAttributes } from './core/profile.ts';
import { finishCoa, insertCoa } from './store/coa.ts';
import { noteCoa } from './store/nas-health.ts';
import type { LiveSession } from './store/sessions.ts';

/** Puts a request to a NAS and waits for what comes of it. */
export type Speak = (request: CoaRequest) => Promise<CoaAnswer>;

/** A message for the NAS of a session: `wanted` is what it should become. */
export interface Message {
  readonly kind: 'coa' | 'disconnect';
  readonly session: LiveSession;
  readonly wanted: Grant;
  readonly cause: string;
  readonly requested_at?: Instant | undefined;
  /** Names the session and changes nothing, to learn whether it lives; takes the place of no other message. */
  readonly is_probe?: boolean;
  /** What to change, encoded, in place of what `wanted` says. */
  readonly attributes?: Buffer;
}

const attributesOf = ({ kind, session, wanted, is_probe, attributes }: Message): Buffer =>
  attributes ??
  (kind === 'coa' && is_probe !== true
    ? changeAttributes(wanted, spokenAs(session), session.told_mode !== 'allow')
    : Buffer.alloc(0));

/** Stands in stored text for what could not be kept as it came: octets that are no UTF-8, and NUL. */
const ALTERED = /[\ufffd\u2400]/;

/** Text as it came: one character per octet. Altered text is left out, as no session of the NAS has it (RFC 5176 3: all that is sent must match). */
const octets = (text: string | null): string | undefined =>
  text === null || ALTERED.test(text) ? undefined : Buffer.from(text, 'utf8').toString('latin1');

/** Everything we know a session by, as its NAS reported it. */
const known = (s: LiveSession): SessionIdentification => ({
  acct_session_id: s.acct_session_id.toString('latin1'),
  user_name: octets(s.username),
  nas_identifier: octets(s.nas_identifier),
  nas_port_id: octets(s.nas_port_id),
  calling_station_id: octets(s.calling_station_id),
  called_station_id: octets(s.called_station_id),
  framed_ip_address: s.framed_ip ?? undefined,
  framed_ipv6_prefix: s.framed_ipv6_prefix ?? undefined,
  [s.nas_ip?.includes(':') ? 'nas_ipv6_address' : 'nas_ip_address']: s.nas_ip ?? undefined,
});

/**
 * Sends a CoA or Disconnect about a session and keeps both sides of the exchange: the packet before it goes out, and what came of it. A packet
 * whose outcome was never written is one that was on its way when we stopped.
 */
export const speakToNas = async (kernel: Kernel, message: Message, speak: Speak): Promise<CoaAnswer> => {
  const { kind, session, wanted, cause } = message;
  const { account_id, subscription_id, id: session_id, nas_id } = session;
  const sent_at = kernel.clock.now();
  const key = { account_id, id: newId(kernel.clock.ms()) };
  const requested_at = message.requested_at ?? sent_at;
  await insertCoa(kernel.db, {
    ...key,
    subscription_id,
    session_id,
    nas_id,
    kind,
    cause,
    wanted,
    requested_at,
    sent_at,
  });
  const began = performance.now();
  const { outcome, error_cause, attempts } = await speak({
    kind,
    address: session.client,
    port: session.coa_port,
    secret: kernel.secrets.open(session.secret_sealed),
    key: message.is_probe === true ? `probe ${session_id}` : session_id,
    session: identificationFor(spokenAs(session), known(session)),
    attributes: attributesOf(message),
  });
  const answered = outcome === 'ack' || outcome === 'nak';
  const answered_at = answered ? addMs(sent_at, Math.round(performance.now() - began)) : null;
  await finishCoa(kernel.db, key, { outcome, error_cause, attempts, answered_at });
  await noteCoa(kernel.db, nas_id, sent_at, { outcome, error_cause, attempts });
  return { outcome, error_cause, attempts };
};
