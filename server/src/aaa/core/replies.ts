import { CODE } from '@isp/radius';
import type { Decision } from './authorize.ts';

/** No answer at all. */
export const SILENCE = 0;

/** No answer yet: the database has to be asked for addresses first. */
export const LATER = -1;

/**
 * Which port a packet came to: only Access-Requests go to one of UDP, only Accounting-Requests to the other (RFC 2865 3, RFC 2866 3); by a connection of
 * RadSec come both (RFC 6614 2.5).
 */
export type Port = 'auth' | 'acct' | 'radsec';

/** What an Access-Request is answered with, by how the log-in ended. */
export const LOGIN_REPLIES: Readonly<Record<Decision['outcome'], number>> = {
  accept: CODE.access_accept,
  walled: CODE.access_accept,
  reject: CODE.access_reject,
  discard: SILENCE,
};

/** What an Accounting-Request is answered with, by what became of its record (RFC 2866 2, RFC 2867 2). */
export const RECORD_REPLIES = {
  stored: CODE.accounting_response,
  /** A tunnel's record, nothing to keep. */
  passed: CODE.accounting_response,
  /** Incomplete, or it could not be stored: the NAS repeats it. */
  refused: SILENCE,
} as const;

/**
 * What a Status-Server is answered with (RFC 5997 4.2); silence when the port could not do its work, so that clients fail over. By RadSec it asks whether
 * the connection lives (RFC 3539 3.4): log-ins go on while accounting cannot, so it does.
 */
export const STATUS_REPLIES: Readonly<Record<Port, { readonly able: number; readonly unable: number }>> = {
  auth: { able: CODE.access_accept, unable: SILENCE },
  acct: { able: CODE.accounting_response, unable: SILENCE },
  radsec: { able: CODE.access_accept, unable: CODE.access_accept },
};

/** The kinds of packet a port takes; all others are discarded. */
export const TAKEN: Readonly<Record<Port, readonly number[]>> = {
  auth: [CODE.access_request, CODE.status_server],
  acct: [CODE.accounting_request, CODE.status_server],
  radsec: [
    ...[CODE.access_request, CODE.accounting_request, CODE.status_server],
    ...[CODE.coa_request, CODE.disconnect_request],
  ],
};

/** What is no work of ours, and is said so where it may be sent at all: Error-Cause 406, Unsupported Extension (RFC 6614 2.5). */
export const REFUSED: Readonly<Record<number, number>> = {
  [CODE.coa_request]: CODE.coa_nak,
  [CODE.disconnect_request]: CODE.disconnect_nak,
};
export const UNSUPPORTED_EXTENSION = 406;
