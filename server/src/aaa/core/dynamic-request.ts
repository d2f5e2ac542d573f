import { ATTRIBUTE, CODE, type PacketView } from '@isp/radius';

/** Error-Cause of a NAK (RFC 5176 3.6). */
export const ERROR_CAUSE = {
  unsupported_attribute: 401,
  missing_attribute: 402,
  unsupported_service: 405,
  invalid_value: 407,
  not_found: 503,
  proxy_error: 505,
  several: 508,
} as const;

/** What tells which session is meant (RFC 5176 3). */
const NAMING: readonly number[] = [
  ...[ATTRIBUTE.user_name, ATTRIBUTE.acct_session_id, ATTRIBUTE.calling_station_id, ATTRIBUTE.framed_ip_address],
  ATTRIBUTE.nas_port_id,
];
/** What tells which NAS, or how the request came; looked at where it is needed, and not passed on. */
const ASIDE: readonly number[] = [
  ...[ATTRIBUTE.nas_ip_address, ATTRIBUTE.nas_identifier, ATTRIBUTE.nas_ipv6_address, ATTRIBUTE.called_station_id],
  ...[ATTRIBUTE.proxy_state, ATTRIBUTE.message_authenticator, ATTRIBUTE.event_timestamp, ATTRIBUTE.class],
  ...[ATTRIBUTE.chargeable_user_identity, ATTRIBUTE.acct_multi_session_id, ATTRIBUTE.nas_port],
];
/** What a home server may change of a session. */
const CHANGES: readonly number[] = [
  ...[ATTRIBUTE.session_timeout, ATTRIBUTE.idle_timeout, ATTRIBUTE.port_limit, ATTRIBUTE.acct_interim_interval],
];
const LEAST_INTERIM_S = 60;

/** A request of a home server as it can be passed on, or the Error-Cause it is refused with. */
export type Dynamic = { readonly changes: Buffer } | { readonly refused: number };

const isBadValue = (view: PacketView, i: number): boolean =>
  view.size(i) !== 4 ||
  (view.types[i] === ATTRIBUTE.acct_interim_interval && view.bytes.readUInt32BE(view.start(i)) < LEAST_INTERIM_S);

const refusalOf = (view: PacketView, i: number): number | undefined => {
  const type = view.types[i] as number;
  if (NAMING.includes(type) || ASIDE.includes(type)) return undefined;
  if (type === ATTRIBUTE.service_type) return ERROR_CAUSE.unsupported_service;
  if (view.code !== CODE.coa_request || !CHANGES.includes(type)) return ERROR_CAUSE.unsupported_attribute;
  return isBadValue(view, i) ? ERROR_CAUSE.invalid_value : undefined;
};

/** Reads a CoA-Request or Disconnect-Request of a home server: it must name a session, and change no more than a home server may. A Disconnect changes nothing (RFC 5176 3). */
export const readDynamic = (view: PacketView): Dynamic => {
  const changes: Buffer[] = [];
  for (let i = 0; i < view.count; i++) {
    const refused = refusalOf(view, i);
    if (refused !== undefined) return { refused };
    if (CHANGES.includes(view.types[i] as number))
      changes.push(view.bytes.subarray(view.start(i) - 2, view.start(i) + view.size(i)));
  }
  if (!NAMING.some((type) => view.has(type))) return { refused: ERROR_CAUSE.missing_attribute };
  return { changes: Buffer.concat(changes) };
};
