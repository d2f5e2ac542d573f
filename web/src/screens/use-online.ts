import type { ListOnline } from '@isp/server/contract/views';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Input, Row } from '../api/contract.ts';
import { useLive } from '../api/live.ts';
import { restart, useGet, useList } from '../api/query.ts';
import { useAtMost } from '../kit/use-at-most.ts';

type OnlineRow = Row<typeof ListOnline>;
/** A row, and whether its session has ended since it was listed. */
export type SeenRow = OnlineRow & { readonly has_ended: boolean };

const LOOK_AGAIN_MS = 10_000;
const NEWS_PAUSE_MS = 3_000;
const SETTLE_MS = 300;
const MOST_IN_VIEW = 120;
const PAGE = 200;

const startedIn = (body: unknown): number => (body as { readonly started?: number } | null)?.started ?? 0;

const SEEN = new WeakMap<OnlineRow, SeenRow>();

/** The same object for the same row, so that only what changed is drawn anew. */
const seen = (row: OnlineRow, now: OnlineRow | null | undefined): SeenRow => {
  if (now === null) return { ...row, has_ended: true };
  const shown = now ?? row;
  const known = SEEN.get(shown) ?? { ...shown, has_ended: false };
  SEEN.set(shown, known);
  return known;
};

/** How many sessions began since the list was asked for, and a number that changes, every three seconds at most, when there is news. */
const useNews = () => {
  const [news, setNews] = useState(0);
  const [started, setStarted] = useState(0);
  const mayTell = useAtMost(NEWS_PAUSE_MS);
  useLive(['aaa.sessions'], (heard) => {
    if (heard) setStarted((n) => n + startedIn(heard.body));
    if (mayTell()) setNews((n) => n + 1);
  });
  return { news, started, forget: () => setStarted(0) };
};

/** The rows in view as they are now: asked for again every ten seconds, and soon after news. */
const useFresh = (ids: readonly string[], news: number) => {
  const settled = ids.join(',');
  const fresh = useGet<typeof ListOnline>(
    '/online',
    { ids: settled, limit: MOST_IN_VIEW },
    { enabled: settled !== '', every: LOOK_AGAIN_MS },
  );
  const { refetch } = fresh;
  useEffect(() => {
    if (news > 0) void refetch();
  }, [news, refetch]);
  return { settled, items: fresh.data?.items };
};

/**
 * Who is online, page by page, kept true where one looks; rows out of view are looked at again when they come into it. New sessions are counted, and come into the list
 * when it is asked for anew, so that nothing jumps away under the reader.
 */
export const useOnline = (input: Input<typeof ListOnline>) => {
  const client = useQueryClient();
  const list = useList<typeof ListOnline>('/online', { ...input, limit: PAGE }, { once: true, frozen: true });
  const [inView, setInView] = useState<readonly string[]>([]);
  const { news, started, forget } = useNews();
  const fresh = useFresh(inView, news);
  const known = useRef(new Map<string, OnlineRow | null>());
  const rows = useMemo((): readonly SeenRow[] => {
    if (fresh.items) {
      const found = new Map(fresh.items.map((row) => [row.id, row]));
      for (const id of fresh.settled.split(',')) known.current.set(id, found.get(id) ?? null);
    }
    return list.rows.map((row) => seen(row, known.current.get(row.id)));
  }, [list.rows, fresh.items, fresh.settled]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const follow = useCallback((view: readonly SeenRow[]) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setInView(view.slice(0, MOST_IN_VIEW).map(({ id }) => id)), SETTLE_MS);
  }, []);
  const renew = () => {
    known.current.clear();
    forget();
    void restart(client, '/online');
  };
  return { list, rows, follow, started, renew };
};
