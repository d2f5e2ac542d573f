import { useMe } from '../../api/me.ts';
import { QuotesOf } from '../../crm/QuoteList.tsx';
import { ButtonLink } from '../../kit/ButtonLink.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import type { Account } from '../account/account-types.ts';

/** The quotes of an account; another is written here. */
export const AccountQuotes = ({ account }: { readonly account: Account }) => {
  const { may } = useMe();
  const add = (
    <>
      <ButtonLink to="/quotes" search={{ account_id: account.id }} variant="subtle" size="xs">
        All, by state
      </ButtonLink>
      {may('crm.quotes') && account.state === 'active' && (
        <ButtonLink to={`/accounts/${account.id}/quote`} variant="default" size="xs">
          New quote
        </ButtonLink>
      )}
    </>
  );
  return (
    <Panel padded={false} title="Quotes" actions={add}>
      <QuotesOf
        accountId={account.id}
        empty={
          <NothingHere title="No quotes">
            Services that are prepared, and offered until a day, stand here before they are ordered.
          </NothingHere>
        }
      />
    </Panel>
  );
};
