import type { Contract } from '@isp/values/wire';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useIsMutating, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Fields, run } from './client.ts';
import type { Input, Reply } from './contract.ts';

const TYPED_MS = 350;

/**
 * What would come of what is typed in a form, asked for when typing rests; of `undefined`, nothing. While a command is
 * sent it is silent, for once that is done the question is about something that is no longer so.
 */
export const useLookAhead = <C extends Contract>(path: string, input: Input<C> | undefined) => {
  const client = useQueryClient();
  const isSending = useIsMutating() > 0;
  const typed = JSON.stringify(input ?? null);
  const [asked] = useDebouncedValue(typed, TYPED_MS);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: [path, asked],
    queryFn: async ({ signal }) =>
      (await run('POST', path, JSON.parse(asked) as Fields, crypto.randomUUID(), signal)) as Reply<C>,
    enabled: asked !== 'null' && !isSending,
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { frozen: true },
  });
  useEffect(() => {
    if (isSending) void client.cancelQueries({ queryKey: [path] });
  }, [isSending, client, path]);
  return {
    answer: input === undefined ? undefined : data,
    error: input !== undefined && typed === asked ? error : null,
    isStale: typed !== asked || isFetching || isPlaceholderData,
  };
};
