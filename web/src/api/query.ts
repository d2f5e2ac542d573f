import type { Contract } from '@isp/values/wire';
import { keepPreviousData, type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Fields, read } from './client.ts';
import type { Input, Reply, Row } from './contract.ts';

interface GetOptions {
  /** False: do not ask yet. */
  readonly enabled?: boolean;
  /** Ask again after so many milliseconds. */
  readonly every?: number;
  /** Show the answer to the question before until the new one is here. */
  readonly keep?: boolean;
  /** Do not ask again of its own accord: that it was asked is written down. */
  readonly once?: boolean;
  /** Leave it as it is after a command: it is long, and whoever shows it keeps it true. */
  readonly frozen?: boolean;
}

/**
 * Reads one thing. `useGet<typeof GetInvoice>('/invoices/:id', { id })`: the contract is a type only, so no zod reaches the browser.
 */
export const useGet = <C extends Contract>(path: string, input: Input<C>, options: GetOptions = {}) =>
  useQuery({
    queryKey: [path, input],
    queryFn: async ({ signal }) => (await read(path, input as Fields, signal)) as Reply<C>,
    enabled: options.enabled ?? true,
    ...(options.every ? { refetchInterval: options.every } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.once ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });

interface Page {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
  readonly total?: number;
}

/** A list as far as it has been read. */
export interface List<R> {
  readonly rows: readonly R[];
  readonly total: number | undefined;
  readonly path: string;
  readonly input: Fields;
  readonly error: unknown;
  /** Nothing to show yet. */
  readonly isLoading: boolean;
  /** The rows shown answer an older question. */
  readonly isStale: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

/** Reads a list page by page. `useList<typeof ListInvoices>('/invoices', { account_id })`. */
export const useList = <C extends Contract>(path: string, input: Input<C>, options: GetOptions = {}): List<Row<C>> => {
  const fields = input as Fields;
  const query = useInfiniteQuery({
    queryKey: [path, fields, 'pages'],
    queryFn: async ({ pageParam, signal }) => (await read(path, { ...fields, cursor: pageParam }, signal)) as Page,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    meta: { frozen: options.frozen ?? false },
    enabled: options.enabled ?? true,
    ...(options.every ? { refetchInterval: options.every } : {}),
    ...(options.once ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items as Row<C>[]), [query.data]);
  return {
    rows,
    total: query.data?.pages[0]?.total,
    path,
    input: fields,
    error: query.error,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
};

/** Reads a list anew from its first page. */
export const restart = (client: QueryClient, path: string): Promise<void> =>
  client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] === path && queryKey[2] === 'pages' });

/** Asks again for everything on screen that these paths gave; without paths, for all. */
export const refresh = (client: QueryClient, ...paths: readonly string[]): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey, meta }) =>
      meta?.frozen !== true && (paths.length === 0 || paths.includes(String(queryKey[0]))),
  });
