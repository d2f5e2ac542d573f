import type { PreviewTerms } from '@isp/server/contract/flows';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { run } from '../api/client.ts';
import type { Input, Reply } from '../api/contract.ts';

const PATH = '/plans/:id/versions/preview';
const TYPED_MS = 400;

/** Whom new terms would hit, asked for when typing rests; of `undefined`, nothing. */
export const useTermsPreview = (input: Input<typeof PreviewTerms> | undefined) => {
  const typed = JSON.stringify(input ?? null);
  const [asked] = useDebouncedValue(typed, TYPED_MS);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: [PATH, asked],
    queryFn: async () => {
      const what = JSON.parse(asked) as Input<typeof PreviewTerms>;
      return (await run('POST', PATH, what, crypto.randomUUID())) as Reply<typeof PreviewTerms>;
    },
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    meta: { frozen: true },
  });
  return {
    preview: input === undefined ? undefined : data,
    error: typed === asked ? error : null,
    isStale: typed !== asked || isFetching || isPlaceholderData,
  };
};
