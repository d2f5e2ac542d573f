import { CODE } from '@isp/radius';
import type { Decision } from './authorize.ts';

/** No answer at all. */
export const SILENCE = 0;

/** Which port a datagram came to: only Access-Requests go to one, only Accounting-Requests to the other (RFC 2865 3, RFC 2866 3). */
export type Port = 'auth' | 'acct';

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

/** What a Status-Server is answered with (RFC 5997 4.2); silence when the port could not do its work, so that clients fail over. */
export const STATUS_REPLIES: Readonly<Record<Port, { readonly able: number; readonly unable: number }>> = {
  auth: { able: CODE.access_accept, unable: SILENCE },
  acct: { able: CODE.accounting_response, unable: SILENCE },
};

/** The kinds of packet a port takes; all others are discarded. */
export const TAKEN: Readonly<Record<Port, readonly number[]>> = {
  auth: [CODE.access_request, CODE.status_server],
  acct: [CODE.accounting_request, CODE.status_server],
};
