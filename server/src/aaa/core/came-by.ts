import { stampIn } from './class.ts';
import { normalMac } from './station.ts';

/** A log-in of a subscription, in use or not, as far as it tells which sessions came by it. */
export interface LogInOf {
  readonly kind: 'password' | 'mac' | 'line';
  readonly username: string;
  readonly stamp: number;
  readonly state: 'active' | 'disabled';
}

interface Session {
  readonly username: string;
  readonly class: Buffer | null;
}

const names = (one: LogInOf, { username }: Session): boolean =>
  one.kind === 'password' ? one.username === username : one.kind === 'mac' && one.username === normalMac(username);

/**
 * True when the log-in that a session came by is none any more: it was taken away, or has another name or password. The session's Class says which it was;
 * where the NAS gives none back, its User-Name does, when that was a log-in of the subscription and is none now.
 */
export const cameByGone = (session: Session, logIns: readonly LogInOf[]): boolean => {
  const used = logIns.filter(({ state }) => state === 'active');
  const stamp = stampIn(session.class);
  if (stamp !== undefined) return used.every((one) => one.stamp !== stamp);
  return logIns.some((one) => names(one, session)) && !used.some((one) => names(one, session));
};
