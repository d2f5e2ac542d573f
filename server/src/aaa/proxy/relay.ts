import { ATTRIBUTE, CODE, type PacketView } from '@isp/radius';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Grant } from '../core/access.ts';
import { type CoaAnswer, isGone } from '../core/coa-answer.ts';
import { ERROR_CAUSE, readDynamic } from '../core/dynamic-request.ts';
import type { HomeServer, Routing } from '../directory/routing.ts';
import { type Speak, speakToNas } from '../speak-to-nas.ts';
import { closeGone, foreignSessions, type LiveSession } from '../store/sessions.ts';

/** What a home server is told: done, or why not (Error-Cause). */
export type Relayed = { readonly ack: true } | { readonly ack: false; readonly error_cause: number };

const nak = (error_cause: number): Relayed => ({ ack: false, error_cause });

/** It is told nothing of what a session deserves: that is the home server's business. */
const wanted = (mode: Grant['mode']): Grant => ({ mode, rate_down_kbps: null, rate_up_kbps: null });

const ipOf = (octets: Buffer | undefined): string | undefined =>
  octets?.length === 4 ? [...octets].join('.') : undefined;

/** Whether the sender answers for the realm of a session's user (RFC 5176 6.1): to anybody else it is not there. */
const isTheirs = ({ realms }: Routing, { username }: LiveSession, server: HomeServer): boolean => {
  const octets = Buffer.from(username, 'utf8');
  const pool = realms.find(octets, 0, octets.length)?.pool;
  return pool?.members.some(({ server_id }) => server_id === server.id) === true;
};

const sessionsMeant = async (
  kernel: Kernel,
  view: PacketView,
  routing: Routing,
  server: HomeServer,
): Promise<LiveSession[]> => {
  const found = await foreignSessions(kernel.db, {
    username: view.text(ATTRIBUTE.user_name),
    acct_session_id: view.octets(ATTRIBUTE.acct_session_id),
    calling_station_id: view.text(ATTRIBUTE.calling_station_id),
    nas_port_id: view.text(ATTRIBUTE.nas_port_id),
    nas_identifier: view.text(ATTRIBUTE.nas_identifier),
    framed_ip: ipOf(view.octets(ATTRIBUTE.framed_ip_address)),
    nas_ip: ipOf(view.octets(ATTRIBUTE.nas_ip_address)),
  });
  return found.filter((session) => isTheirs(routing, session, server));
};

const settle = async (kernel: Kernel, session: LiveSession, answer: CoaAnswer): Promise<Relayed> => {
  if (answer.outcome === 'ack') return { ack: true };
  if (isGone(answer)) await closeGone(kernel.db, session);
  return nak(answer.error_cause ?? ERROR_CAUSE.proxy_error);
};

/**
 * Passes a CoA or Disconnect of a home server on to the NAS that has the session, in the NAS's own words for it, and gives what is said back. It stands among what was sent to NASes, with
 * who asked.
 */
export const relay = async (
  kernel: Kernel,
  view: PacketView,
  routing: Routing,
  server: HomeServer,
  speak: Speak,
): Promise<Relayed> => {
  const read = readDynamic(view);
  if ('refused' in read) return nak(read.refused);
  const [session, another] = await sessionsMeant(kernel, view, routing, server);
  if (session === undefined) return nak(ERROR_CAUSE.not_found);
  if (another !== undefined) return nak(ERROR_CAUSE.several);
  const kind = view.code === CODE.coa_request ? 'coa' : 'disconnect';
  const answer = await speakToNas(
    kernel,
    {
      kind,
      session,
      wanted: wanted(kind === 'coa' ? 'allow' : 'deny'),
      cause: `home server ${server.name} asked for it`,
      attributes: read.changes,
    },
    speak,
  );
  return settle(kernel, session, answer);
};
