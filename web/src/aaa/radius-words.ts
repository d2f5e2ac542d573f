/** Acct-Terminate-Cause in words (RFC 2866 5.10, RFC 3580 3.8 and the IANA registry). */
const TERMINATE_CAUSES: Readonly<Record<number, string>> = {
  1: 'the user logged off',
  2: 'the line was lost',
  3: 'the service was lost',
  4: 'idle for too long',
  5: 'longest session reached',
  6: 'reset by an administrator',
  7: 'the NAS was shut down by an administrator',
  8: 'fault of the port',
  9: 'fault of the NAS',
  10: 'the NAS asked for it',
  11: 'the NAS restarted',
  12: 'the port is not needed any more',
  13: 'the port went to somebody else',
  14: 'the port was suspended',
  15: 'the service is not available',
  16: 'called back',
  17: 'fault of the user’s side',
  18: 'ended by the host',
  19: 'the supplicant restarted',
  20: 'logging in again failed',
  21: 'the port was set up anew',
  22: 'the port was switched off',
  23: 'power was lost',
};

/** Why a session ended, as its NAS said. */
export const terminateText = (cause: number): string => TERMINATE_CAUSES[cause] ?? `cause ${cause}`;

/** Error-Cause in words (RFC 5176 3.5). */
const ERROR_CAUSES: Readonly<Record<number, string>> = {
  201: 'left-over session removed',
  202: 'invalid EAP packet',
  401: 'unsupported attribute',
  402: 'missing attribute',
  403: 'not the NAS that was meant',
  404: 'invalid request',
  405: 'unsupported service',
  406: 'unsupported extension',
  407: 'invalid attribute value',
  501: 'forbidden on the NAS',
  502: 'cannot be routed',
  503: 'no such session on the NAS',
  504: 'the session cannot be removed',
  505: 'a proxy failed',
  506: 'the NAS lacks resources',
  507: 'under way',
  508: 'several sessions at once are not supported',
};

/** Why a NAS refused, in words. */
export const errorCauseText = (cause: number): string => `${ERROR_CAUSES[cause] ?? 'error'} (${cause})`;

/** What ended a session, in words. */
export const CLOSED_BY = {
  stop: 'its NAS said so',
  'nas-restart': 'its NAS restarted',
  stale: 'nothing was heard of it any more',
  gone: 'its NAS does not know it any more',
  replaced: 'its station began another',
  transferred: 'it went on with another account',
} as const;

/** What ended the use of an address, in words. */
export const ENDED_BY = {
  ...CLOSED_BY,
  changed: 'its session got another',
  released: 'its NAS took it back',
  'next-holder': 'another began to have it',
} as const;

/** As what somebody has an address. */
export const HELD_AS = {
  'framed-ip': 'IPv4 address',
  'framed-ipv6-address': 'IPv6 address',
  'framed-ipv6-prefix': 'IPv6 prefix',
  'delegated-ipv6-prefix': 'delegated prefix',
  'port-block': 'port block',
} as const;

/** Why a datagram got no answer, in words. */
const DISCARDS: Readonly<Record<string, string>> = {
  'too-short': 'shorter than a RADIUS packet',
  'length-under-20': 'says a length under 20',
  'length-over-4096': 'says a length over 4096',
  'length-over-datagram': 'says more length than it has',
  'unknown-code': 'unknown kind of packet',
  'attribute-zero': 'has an attribute number 0',
  'attribute-framing': 'its attributes do not fit',
  'too-many-attributes': 'too many attributes',
  'message-authenticator-length': 'Message-Authenticator of a wrong length',
  'message-authenticator-repeated': 'more than one Message-Authenticator',
  'not-a-request': 'an answer, not a request',
  'authenticator-wrong': 'wrong authenticator: the shared secret differs',
  'message-authenticator-wrong': 'wrong Message-Authenticator: the shared secret differs',
  'message-authenticator-missing': 'no Message-Authenticator, which this NAS must send',
  'proxy-state-unprotected': 'Proxy-State without Message-Authenticator',
  'identifier-mismatch': 'its identifier does not match',
  'unexpected-code': 'not a kind of packet for this',
  'unknown-client': 'not from a known NAS',
  'nas-identifier-missing': 'no NAS-Identifier, where NASes are told apart by it',
  'nas-identifier-unknown': 'a NAS-Identifier that is none of the range’s NASes',
  'nas-refused': 'from a NAS of a range that is disabled',
  'range-full': 'a new NAS, while too many of its range wait to be looked at',
  'wrong-port': 'sent to the wrong port',
  'no-credential': 'an Access-Request without a password',
  'eap-malformed': 'an EAP packet that is none',
  'eap-unasked': 'an EAP packet that answers nothing that was asked',
  'in-flight': 'a copy of one that is being answered',
  'passwords-waiting': 'too many passwords were being checked by slow hashes',
  'answer-too-large': 'the answer would be too large',
  'status-type-missing': 'accounting without Acct-Status-Type',
  'status-type-unknown': 'accounting of an unknown Acct-Status-Type',
  'session-id-missing': 'accounting without Acct-Session-Id',
  'queue-full': 'too much at once; the NAS repeats it',
  'not-storable': 'cannot be stored as it is',
  unable: 'could not be stored then; the NAS repeats it',
  'handler-failed': 'a fault of ours',
  'home-dead': 'no home server of its realm was there',
  'home-silent': 'no home server of its realm answered',
  'proxy-full': 'too many log-ins were under way at home servers',
  replayed: 'its Event-Timestamp is more than five minutes off',
  'proxy-loop': 'it had come from us before: its realm leads back here',
  'tls-failed': 'RadSec: TLS was not agreed on',
  'certificate-bad': 'RadSec: its certificate is not good, or there was none',
  'certificate-unknown': 'RadSec: its certificate belongs to no NAS in use',
  'certificate-of-several': 'RadSec: its certificate has the names of several NASes',
  'too-many-connections': 'RadSec: too many connections',
  'not-reading': 'RadSec: it does not read its answers',
};

/** Why a datagram got no answer, in words. */
export const discardText = (reason: string): string => DISCARDS[reason] ?? reason;

/** Every reason for no answer, to choose among. */
export const discardChoices = Object.entries(DISCARDS).map(([value, label]) => ({ value, label }));
