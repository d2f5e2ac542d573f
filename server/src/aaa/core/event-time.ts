/** A NAS may keep records for days while it cannot reach us; a clock further off than this is wrong. */
const OLDEST_MS = 7 * 86_400_000;
/** Clocks run apart a little. */
const LEAD_MS = 300_000;

/** When a record's event happened, and whether the NAS said so itself. */
interface EventTime {
  readonly at_ms: number;
  readonly stamped: boolean;
}

/**
 * The time of an event (RFC 2869 5.3, RFC 2866 5.2): its Event-Timestamp when that lies within the last seven days (five minutes ahead at
 * most), else arrival less Acct-Delay-Time. `timestampS` and `delayS` are -1 when absent.
 */
export const eventTime = (arrivedMs: number, timestampS: number, delayS: number): EventTime => {
  const stampMs = timestampS * 1000;
  if (timestampS >= 0 && stampMs <= arrivedMs + LEAD_MS && stampMs >= arrivedMs - OLDEST_MS)
    return { at_ms: stampMs, stamped: true };
  return { at_ms: arrivedMs - Math.min(Math.max(0, delayS) * 1000, OLDEST_MS), stamped: false };
};

const QUARTER_MS = 900_000;

/** The quarter of an hour an instant lies in, as the milliseconds of its beginning. */
export const quarterOf = (ms: number): number => Math.floor(ms / QUARTER_MS) * QUARTER_MS;
