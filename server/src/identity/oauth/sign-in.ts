import { addMs, type Instant, ok, type Result, refused } from '@isp/values';
import { system } from '../../kernel/actor.ts';
import { realNow } from '../../kernel/clock.ts';
import { type Kernel, transact } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Kind, Person } from '../core/person.ts';
import { afterFailure, blockedFor, PACES, type Pace } from '../core/throttle.ts';
import { passwordMatches } from '../credentials/password.ts';
import { personByLogin } from '../store/people.ts';
import { isFamiliar } from '../store/sessions.ts';
import { forgetTallies, setTally, takeBack, talliesForUpdate } from '../store/throttle.ts';

export interface Attempt {
  readonly kind: Kind;
  readonly login: string;
  readonly password: string;
  readonly address: string;
}

/** Why nobody was signed in; `seconds` to wait when there were too many attempts. */
export type Refusal = { readonly why: 'wrong' | 'disabled' } | { readonly why: 'blocked'; readonly seconds: number };

interface Counted {
  readonly key: string;
  readonly pace: Pace;
}

interface Counters {
  readonly pair: string;
  readonly person: string;
  readonly address: string;
}

const FAMILIAR_MS = 30 * 86_400_000;

const countersOf = (kernel: Kernel, { kind, login, address }: Attempt): Counters => {
  const who = `${kind} ${login.toLowerCase()}`;
  const { digest } = kernel.secrets;
  return {
    pair: digest(`throttle ${who} ${address}`),
    person: digest(`throttle ${who}`),
    address: digest(`throttle ${address}`),
  };
};

/** Counts the attempt ahead as a failure, or gives the seconds to wait. From where the person has signed in before, failures elsewhere do not slow. */
const countAhead = async (tx: Tx, counters: Counters, familiar: boolean, now: Instant): Promise<number> => {
  const counted: Counted[] = [
    { key: counters.pair, pace: PACES.pair },
    { key: counters.address, pace: PACES.address },
    ...(familiar ? [] : [{ key: counters.person, pace: PACES.person }]),
  ];
  const tallies = await talliesForUpdate(
    tx,
    counted.map((c) => c.key),
    now,
  );
  const seconds = blockedFor(tallies, now);
  if (seconds > 0) return seconds;
  for (const [i, { key, pace }] of counted.entries()) {
    const tally = tallies[i];
    if (tally) await setTally(tx, key, afterFailure(tally, pace, now));
  }
  return 0;
};

const forgive = async (tx: Tx, counters: Counters): Promise<void> => {
  await forgetTallies(tx, [counters.pair, counters.person]);
  await takeBack(tx, counters.address);
};

/** Checks a login and its password, slowing those who guess. An unknown login takes as long as a wrong password. */
export const signIn = async (kernel: Kernel, attempt: Attempt): Promise<Result<Person, Refusal>> => {
  const now = realNow();
  const counters = countersOf(kernel, attempt);
  const found = await personByLogin(kernel.db, attempt.kind, attempt.login);
  const seconds = await transact(kernel, system('sign-in'), async ({ tx }) => {
    const familiar = found ? await isFamiliar(tx, found, attempt.address, addMs(now, -FAMILIAR_MS)) : false;
    return countAhead(tx, counters, familiar, now);
  });
  if (seconds > 0) return refused({ why: 'blocked', seconds });
  const right = await passwordMatches(found?.password_hash, attempt.password);
  if (!found || !right) return refused({ why: 'wrong' });
  await transact(kernel, system('sign-in'), ({ tx }) => forgive(tx, counters));
  return found.state === 'active' ? ok({ kind: found.kind, id: found.id }) : refused({ why: 'disabled' });
};
