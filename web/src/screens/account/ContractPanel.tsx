import { Day } from '../../kit/Day.tsx';
import { KeyValues } from '../../kit/KeyValues.tsx';
import { Money } from '../../kit/Money.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import { contractText, earlyFeeText } from '../../tariffs/contract-words.ts';
import type { Subscription } from './standing-words.ts';
import { useContract } from './use-contract.ts';

/** The contract that binds a subscription today and what leaving costs; nothing of one that is not bound. */
export const ContractPanel = ({ subscription }: { readonly subscription: Subscription }) => {
  const { id, currency, state, contracts } = subscription;
  const { data } = useContract(id, undefined, state !== 'ended' && contracts.length > 0);
  const contract = data?.contract;
  if (!data || !contract) return null;
  return (
    <Panel title="Contract">
      <KeyValues
        items={[
          ['Bound from', <Day key="from" day={contract.from_on} />],
          ['Until', <Day key="to" day={contract.to_on} />],
          [
            'Terms',
            <TextLink key="terms" to={`/plans/${contract.plan_id}`} inherit>
              {contractText(contract)}
            </TextLink>,
          ],
          ['Leaving earlier costs', earlyFeeText({ ...contract, currency })],
          ['To end it today', <Money key="fee" minor={data.fee_minor} currency={currency} />],
        ]}
      />
    </Panel>
  );
};
