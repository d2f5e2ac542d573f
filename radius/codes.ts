/** Packet codes (RFC 2865 3, RFC 2866 3, RFC 5176 2.3, RFC 5997). */
export const CODE = {
  access_request: 1,
  access_accept: 2,
  access_reject: 3,
  accounting_request: 4,
  accounting_response: 5,
  access_challenge: 11,
  status_server: 12,
  status_client: 13,
  disconnect_request: 40,
  disconnect_ack: 41,
  disconnect_nak: 42,
  coa_request: 43,
  coa_ack: 44,
  coa_nak: 45,
} as const;

const NAMES: Readonly<Record<number, string>> = {
  1: 'Access-Request',
  2: 'Access-Accept',
  3: 'Access-Reject',
  4: 'Accounting-Request',
  5: 'Accounting-Response',
  11: 'Access-Challenge',
  12: 'Status-Server',
  13: 'Status-Client',
  40: 'Disconnect-Request',
  41: 'Disconnect-ACK',
  42: 'Disconnect-NAK',
  43: 'CoA-Request',
  44: 'CoA-ACK',
  45: 'CoA-NAK',
};

const KNOWN = new Uint8Array(256);
for (const code of Object.values(CODE)) KNOWN[code] = 1;

/** The name of a packet code, or `undefined` when it is none we know. */
export const codeName = (code: number): string | undefined => NAMES[code];

/** True for the codes a packet may carry; every other code is discarded (RFC 2865 3). */
export const isKnownCode = (code: number): boolean => KNOWN[code] === 1;

/** True for a code that asks, false for one that answers. */
export const isRequestCode = (code: number): boolean =>
  code === CODE.access_request ||
  code === CODE.accounting_request ||
  code === CODE.status_server ||
  code === CODE.status_client ||
  code === CODE.disconnect_request ||
  code === CODE.coa_request;

/**
 * True for the requests whose Request Authenticator is a digest made with the secret, not a random number
 * (Accounting, RFC 2866 3; Disconnect and CoA, RFC 5176 2.3).
 */
export const hasDigestAuthenticator = (code: number): boolean =>
  code === CODE.accounting_request || code === CODE.disconnect_request || code === CODE.coa_request;

/** Attribute numbers that code on a packet's way names; the dictionary holds them all. */
export const ATTRIBUTE = {
  user_name: 1,
  user_password: 2,
  chap_password: 3,
  nas_ip_address: 4,
  nas_port: 5,
  service_type: 6,
  framed_protocol: 7,
  framed_ip_address: 8,
  framed_ip_netmask: 9,
  filter_id: 11,
  framed_mtu: 12,
  reply_message: 18,
  framed_route: 22,
  state: 24,
  class: 25,
  vendor_specific: 26,
  session_timeout: 27,
  idle_timeout: 28,
  termination_action: 29,
  called_station_id: 30,
  calling_station_id: 31,
  nas_identifier: 32,
  proxy_state: 33,
  acct_status_type: 40,
  acct_delay_time: 41,
  acct_input_octets: 42,
  acct_output_octets: 43,
  acct_session_id: 44,
  acct_authentic: 45,
  acct_session_time: 46,
  acct_input_packets: 47,
  acct_output_packets: 48,
  acct_terminate_cause: 49,
  acct_multi_session_id: 50,
  acct_link_count: 51,
  acct_input_gigawords: 52,
  acct_output_gigawords: 53,
  event_timestamp: 55,
  egress_vlanid: 56,
  chap_challenge: 60,
  nas_port_type: 61,
  port_limit: 62,
  connect_info: 77,
  eap_message: 79,
  message_authenticator: 80,
  tunnel_private_group_id: 81,
  acct_interim_interval: 85,
  nas_port_id: 87,
  framed_pool: 88,
  chargeable_user_identity: 89,
  nas_ipv6_address: 95,
  framed_interface_id: 96,
  framed_ipv6_prefix: 97,
  framed_ipv6_pool: 100,
  error_cause: 101,
  delegated_ipv6_prefix: 123,
  framed_ipv6_address: 168,
  delegated_ipv6_prefix_pool: 171,
} as const;

/** Octets of the header: code, identifier, length, authenticator (RFC 2865 3). */
export const HEADER_OCTETS = 20;
/** The largest packet (RFC 2865 3). */
export const MAX_PACKET_OCTETS = 4096;
/** The largest value of one attribute (RFC 2865 5). */
export const MAX_VALUE_OCTETS = 253;
