import { addMs, type Id, type Instant } from '@isp/values';

/** The worst first: their places are the numbers by which the store tells them. */
export const CONDITIONS = ['wrong-secret', 'silent', 'coa-silent', 'never-heard', 'fine', 'disabled'] as const;

/** What came from a NAS, each a minute. */
export interface NasRates {
  readonly nas_id: Id;
  readonly packets_per_min: number;
  readonly rejects_per_min: number;
}

const tenths = (n: number): number => Math.round(n * 10) / 10;

/** Rates as they are shown; of a NAS that nothing came from, none. */
export const shownRates = (rates: NasRates | undefined): Omit<NasRates, 'nas_id'> => ({
  packets_per_min: tenths(rates?.packets_per_min ?? 0),
  rejects_per_min: tenths(rates?.rejects_per_min ?? 0),
});

/** So long the next secret has to be used alone until the old one goes by itself. */
export const SECRET_PATIENCE_MS = 30 * 60_000;

interface SecretUse {
  readonly next_secret_made_at: Instant | null;
  readonly current_secret_at: Instant | null;
  readonly next_secret_at: Instant | null;
  readonly next_secret_since: Instant | null;
  /** It is at one address: of a range, another router may use the old one still. */
  readonly is_one: boolean;
}

type InUse = 'current' | 'next' | 'both' | 'unknown';

const inUse = (use: SecretUse): InUse => {
  if (use.next_secret_since !== null) return 'next';
  if (use.next_secret_at !== null) return 'both';
  return use.current_secret_at === null ? 'unknown' : 'current';
};

interface SecretChange {
  readonly made_at: Instant;
  readonly in_use: InUse;
  readonly current_used_at: Instant | null;
  readonly next_used_at: Instant | null;
  readonly next_alone_since: Instant | null;
  readonly ends_at: Instant | null;
}

/** How far the change of a secret is; null when none is under way. */
export const secretChange = (use: SecretUse): SecretChange | null => {
  if (use.next_secret_made_at === null) return null;
  const since = use.next_secret_since;
  return {
    made_at: use.next_secret_made_at,
    in_use: inUse(use),
    current_used_at: use.current_secret_at,
    next_used_at: use.next_secret_at,
    next_alone_since: since,
    ends_at: since !== null && use.is_one ? addMs(since, SECRET_PATIENCE_MS) : null,
  };
};
