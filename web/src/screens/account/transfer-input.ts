import type { TransferSubscription } from '@isp/server/contract/flows';
import type { Input } from '../../api/contract.ts';

/** A transfer as it is typed. */
export type TransferValues = {
  to_account_id: string | null;
  when: 'today' | 'period-end' | 'day';
  on: string | null;
  contract: 'kept' | 'ended';
  /** Whether what it costs to end the contract is not charged, and why. */
  waives: boolean;
  waive_fee: string;
  keeps_price: boolean;
  reason: string;
};

type Asked = Omit<Input<typeof TransferSubscription>, 'id' | 'to_account_id'> & { readonly to_account_id: string };

const dayOf = ({ when, on }: TransferValues): Pick<Asked, 'on' | 'when'> => {
  if (when === 'period-end') return { when };
  return when === 'day' && on ? { on } : {};
};

/** A transfer as the server takes it; `undefined` while it says nothing yet. */
export const transferOf = (values: TransferValues): Asked | undefined => {
  const { to_account_id, when, on, contract, waives, waive_fee, keeps_price, reason } = values;
  if (to_account_id === null || (when === 'day' && !on)) return undefined;
  return {
    to_account_id,
    ...dayOf(values),
    contract,
    own_price: keeps_price ? 'kept' : 'dropped',
    ...(contract === 'ended' && waives && waive_fee.trim() !== '' ? { waive_fee: waive_fee.trim() } : {}),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
};
