/** What came of a CoA or Disconnect: `unreachable` was not sent, as its NAS answers nothing at the moment; `superseded` gave way to a newer one. */
export interface CoaAnswer {
  readonly outcome: 'ack' | 'nak' | 'timeout' | 'unreachable' | 'superseded';
  readonly error_cause: number | null;
  /** Packets sent. */
  readonly attempts: number;
}

/** Error-Cause of RFC 5176 3.5: the NAS has no such session. */
const SESSION_NOT_FOUND = 503;

/** True when the NAS said that the session is gone. */
export const isGone = (answer: CoaAnswer): boolean =>
  answer.outcome === 'nak' && answer.error_cause === SESSION_NOT_FOUND;
