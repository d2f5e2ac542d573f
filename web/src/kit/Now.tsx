import type { GetSandbox } from '@isp/server/contract/flows';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer } from 'react';
import { useGet } from '../api/query.ts';

interface Clock {
  readonly sandbox: boolean;
  /** The platform's time in milliseconds. */
  readonly now: () => number;
}

const RealClock: Clock = { sandbox: false, now: () => Date.now() };
const ClockContext = createContext<Clock>(RealClock);

const TICK_MS = 30_000;

/** Gives everything below the platform's clock: the real one, or the one a sandbox shows. */
export const Now = ({ children }: { readonly children: ReactNode }) => {
  const { data, dataUpdatedAt } = useGet<typeof GetSandbox>('/sandbox', {}, { every: TICK_MS });
  const [tick, turn] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(turn, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a tick makes a new clock, so that what shows times is drawn again
  const clock = useMemo<Clock>(() => {
    if (!data?.sandbox) return { ...RealClock };
    const shown = Date.parse(data.now);
    return { sandbox: true, now: () => (data.running ? shown + Date.now() - dataUpdatedAt : shown) };
  }, [data, dataUpdatedAt, tick]);
  return <ClockContext value={clock}>{children}</ClockContext>;
};

/** The platform's time in milliseconds, when called. */
export const useNow = (): (() => number) => useContext(ClockContext).now;

/** Today by the platform's clock in a zone, by default the reader's: `'2026-11-23'`. */
export const useToday = (zone?: string): string => {
  const now = useNow();
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...(zone ? { timeZone: zone } : {}) }).format(now());
};
