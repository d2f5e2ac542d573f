interface Named {
  readonly account_id?: unknown;
}

interface SessionNews extends Named {
  readonly changes?: readonly Named[];
  readonly started?: number;
  readonly updated?: number;
  readonly stopped?: number;
}

/** True unless the news is plainly about other accounts: it names its account, or all those whose sessions changed. */
export const concerns = (body: unknown, account_id: string): boolean => {
  if (typeof body !== 'object' || body === null) return true;
  const { account_id: about, changes, started = 0, updated = 0, stopped = 0 }: SessionNews = body;
  if (typeof about === 'string') return about === account_id;
  if (!changes) return true;
  return changes.some((change) => change.account_id === account_id) || started + updated + stopped > changes.length;
};
