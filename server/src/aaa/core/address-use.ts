import type { Id, Instant } from '@isp/values';

/** A session as far as its addresses go. */
export interface HeldSession {
  readonly account_id: Id;
  readonly id: Id;
  readonly subscription_id: Id;
  readonly nas_id: Id;
  readonly started_at: Instant;
  readonly stopped_at: Instant | null;
  readonly closed_by: 'stop' | 'nas-restart' | 'stale' | 'gone' | 'replaced' | 'transferred' | null;
}

/** What a commit noted of a session: its addresses as of a moment. */
export interface AddressNote {
  readonly session_id: Id;
  readonly at: Instant;
  readonly framed_ip: string | null;
  readonly framed_ipv6_address: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
}

/** That somebody has an address from `from_at` up to `to_at` (null while they do). */
export interface AddressUse {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly session_id: Id | null;
  readonly nas_id: Id;
  readonly kind: 'framed-ip' | 'framed-ipv6-address' | 'framed-ipv6-prefix' | 'delegated-ipv6-prefix' | 'port-block';
  /** The address or prefix. */
  readonly what: string;
  /** Of a port block, `'[1024,2048)'`. */
  readonly ports: string | null;
  /** The address behind a port block. */
  readonly inside: string | null;
  readonly told_at: Instant;
  readonly from_at: Instant;
  readonly to_at: Instant | null;
  readonly ended_by: NonNullable<HeldSession['closed_by']> | 'changed' | 'released' | 'next-holder' | null;
}

type Kind = AddressUse['kind'];
type Told = Pick<AddressUse, 'kind' | 'what' | 'told_at'>;

const SLOTS = [
  ['framed-ip', 'framed_ip'],
  ['framed-ipv6-address', 'framed_ipv6_address'],
  ['framed-ipv6-prefix', 'framed_ipv6_prefix'],
  ['delegated-ipv6-prefix', 'delegated_ipv6_prefix'],
] as const;

/** Words for "none yet" and "you choose" (RFC 2865 5.8), and what is on every link. */
const NO_ADDRESS = /^(0\.|255\.255\.255\.25[45]|::(\/|$)|fe80:)/;
/** No subscriber has more than this; who says so is wrong, and would take the addresses of many away. */
const SHORTEST_PREFIX = 40;

const isAddress = (what: string): boolean => {
  const length = what.split('/')[1];
  return !NO_ADDRESS.test(what) && (length === undefined || Number.parseInt(length, 10) >= SHORTEST_PREFIX);
};

const toldIn = (note: AddressNote): Told[] =>
  SLOTS.flatMap(([kind, column]) => {
    const what = note[column];
    return what !== null && isAddress(what) ? [{ kind, what, told_at: note.at }] : [];
  });

/** Ends a use with its session, when that comes first. */
export const endWithSession = (use: AddressUse, { stopped_at, closed_by }: HeldSession): AddressUse => {
  if (stopped_at === null || (use.to_at !== null && use.to_at <= stopped_at)) return use;
  return { ...use, to_at: stopped_at > use.from_at ? stopped_at : use.from_at, ended_by: closed_by };
};

/** The uses of one kind, in order of time: the first from the session's beginning, each until another address was told. */
const inTurn = (session: HeldSession, told: readonly Told[]): AddressUse[] => {
  const sorted = [...told].sort((a, b) => (a.told_at < b.told_at ? -1 : 1));
  const turns = sorted.filter((one, i) => one.what !== sorted[i - 1]?.what);
  return turns.map((one, i) => {
    const next = turns[i + 1];
    const use: AddressUse = {
      account_id: session.account_id,
      subscription_id: session.subscription_id,
      session_id: session.id,
      nas_id: session.nas_id,
      ...one,
      ports: null,
      inside: null,
      from_at: i === 0 && session.started_at < one.told_at ? session.started_at : one.told_at,
      to_at: next?.told_at ?? null,
      ended_by: next ? 'changed' : null,
    };
    return endWithSession(use, session);
  });
};

/**
 * The uses of a session's addresses, by what was noted of it and what is known already. The order in which records came does not matter, and
 * the same notes again change nothing. What the next holder of an address takes away is not known here.
 */
export const usesOf = (
  session: HeldSession,
  notes: readonly AddressNote[],
  known: readonly AddressUse[],
): AddressUse[] => {
  const blocks = known.filter((use) => use.kind === 'port-block').map((use) => endWithSession(use, session));
  const told = [...known.filter((use) => use.kind !== 'port-block'), ...notes.flatMap(toldIn)].map(
    ({ kind, what, told_at }) => ({ kind, what, told_at }),
  );
  const kinds = Map.groupBy(told, (one): Kind => one.kind);
  return [...blocks, ...[...kinds.values()].flatMap((one) => inTurn(session, one))];
};

const placeOf = (use: AddressUse): string =>
  `${use.account_id} ${use.session_id} ${use.kind} ${use.what} ${use.ports} ${use.from_at}`;

/** Of the uses as they were, those that do not begin there any more, or turned out to be of no time: what they took from others is others’ again. */
export const withdrawn = (before: readonly AddressUse[], now: readonly AddressUse[]): AddressUse[] => {
  const places = new Set(now.filter((use) => use.to_at !== use.from_at).map(placeOf));
  return before.filter((use) => !places.has(placeOf(use)));
};

const GUESSES = new Set(['stale', 'gone', 'replaced', 'next-holder']);

/**
 * How sure the end of a use is: `open` (it has not ended), `told` (the NAS said when), or `guessed` (the session went silent or was found gone, so it ended
 * somewhere after its last word; or the next holder began).
 */
export const surenessOf = (ended_by: AddressUse['ended_by']): 'open' | 'told' | 'guessed' => {
  if (ended_by === null) return 'open';
  return GUESSES.has(ended_by) ? 'guessed' : 'told';
};
