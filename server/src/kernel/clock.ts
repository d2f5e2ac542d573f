import { addMs, epochMs, type Instant, instantFromEpochMs } from '@isp/values';

/** The sandbox's clock as it is kept in the database: it stands still at `at`, or runs on from there since the real moment `real_at`. */
export interface SandboxClock {
  readonly at: Instant;
  readonly running: boolean;
  readonly real_at: Instant;
}

/** Where `now` comes from: the one place that reads the machine's clock. */
export interface Clock {
  now(): Instant;
  /** Milliseconds since 1970 for the packet path, without making a string. */
  ms(): number;
  readonly sandbox: SandboxClock | undefined;
  set(clock: SandboxClock | undefined): void;
}

/** What a sandbox's clock shows at the real moment `real_ms`. */
const shown = (clock: SandboxClock, realMs: number): Instant =>
  clock.running ? addMs(clock.at, realMs - epochMs(clock.real_at)) : clock.at;

/** The real moment, whatever the sandbox says: for tokens, time-outs and logs. */
export const realNow = (): Instant => instantFromEpochMs(Date.now());

/** A clock that shows real time until it is given a sandbox's. */
export const createClock = (): Clock => {
  let sandbox: SandboxClock | undefined;
  return {
    now: () => (sandbox ? shown(sandbox, Date.now()) : realNow()),
    ms: () => (sandbox ? epochMs(shown(sandbox, Date.now())) : Date.now()),
    get sandbox() {
      return sandbox;
    },
    set: (clock) => {
      sandbox = clock;
    },
  };
};
