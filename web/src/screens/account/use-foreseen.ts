import type { ForeseeChange, ForeseeDocuments } from '@isp/server/contract/flows';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { run } from '../../api/client.ts';
import type { Input, Reply } from '../../api/contract.ts';
import { useMe } from '../../api/me.ts';
import { useGet } from '../../api/query.ts';
import type { Subscription } from './standing-words.ts';

const PATH = '/subscriptions/:id/foresee';
const TYPED_MS = 350;

/** One thing that may be done to a subscription. */
export type Doing = Omit<Input<typeof ForeseeChange>, 'id'>;

/** The next documents if something were done, asked for when typing rests; of `undefined`, nothing. */
export const useForeseen = (id: string, doing: Doing | undefined) => {
  const { may } = useMe();
  const typed = JSON.stringify(doing ?? null);
  const [asked] = useDebouncedValue(typed, TYPED_MS);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: [PATH, id, asked],
    queryFn: async () => {
      const what = JSON.parse(asked) as Doing;
      return (await run('POST', PATH, { id, ...what }, crypto.randomUUID())) as Reply<typeof ForeseeChange>;
    },
    enabled: asked !== 'null' && may('subscriptions.write'),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { frozen: true },
  });
  const isAsked = typed !== 'null' && may('subscriptions.write');
  return {
    documents: isAsked ? data?.documents : undefined,
    error: isAsked && typed === asked ? error : null,
    isAsked,
    isStale: typed !== asked || isFetching || isPlaceholderData,
  };
};

/** The next three documents of a subscription's account, as they will be if nothing changes; of one that has ended, none. */
export const useDocumentsAhead = ({ account_id, state }: Subscription) => {
  const { may } = useMe();
  return useGet<typeof ForeseeDocuments>(
    '/accounts/:account_id/foreseen',
    { account_id },
    { enabled: may('billing.read') && state !== 'ended' },
  );
};
