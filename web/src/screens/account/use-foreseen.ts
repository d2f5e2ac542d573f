import type { ForeseeChange, ForeseeDocuments } from '@isp/server/contract/flows';
import type { Input } from '../../api/contract.ts';
import { useLookAhead } from '../../api/look-ahead.ts';
import { useMe } from '../../api/me.ts';
import { useGet } from '../../api/query.ts';
import type { Subscription } from './standing-words.ts';

/** One thing that may be done to a subscription. */
export type Doing = Omit<Input<typeof ForeseeChange>, 'id'>;

/** The next documents if something were done, asked for when typing rests; of `undefined`, nothing. */
export const useForeseen = (id: string, doing: Doing | undefined) => {
  const { may } = useMe();
  const isAsked = doing !== undefined && may('subscriptions.write');
  const { answer, error, isStale } = useLookAhead<typeof ForeseeChange>(
    '/subscriptions/:id/foresee',
    isAsked ? { id, ...doing } : undefined,
  );
  return { documents: answer?.documents, error, isAsked, isStale };
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
