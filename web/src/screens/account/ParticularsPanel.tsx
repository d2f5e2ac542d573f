import { Anchor, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMe } from '../../api/me.ts';
import { AccountEdit } from '../../crm/AccountEdit.tsx';
import { Instant } from '../../kit/Instant.tsx';
import { KeyValues } from '../../kit/KeyValues.tsx';
import { locale } from '../../kit/locale.ts';
import { Panel } from '../../kit/Panel.tsx';
import type { Account } from './account-types.ts';

const countryNames = new Intl.DisplayNames(locale, { type: 'region' });
const languageNames = new Intl.DisplayNames(locale, { type: 'language' });

const address = (account: Account) => {
  const lines = [
    account.street,
    [account.postal_code, account.city, account.region].filter(Boolean).join(' '),
    countryNames.of(account.country),
  ];
  return lines.filter(Boolean).map((line) => <div key={line}>{line}</div>);
};

/** Who the account is: how to reach them, where they live, how they are billed. */
export const ParticularsPanel = ({ account }: { readonly account: Account }) => {
  const { may } = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  const canEdit = may('crm.write') && account.state !== 'closed';
  return (
    <Panel
      title="Particulars"
      actions={
        canEdit && (
          <Button variant="default" size="compact-xs" onClick={open}>
            Edit
          </Button>
        )
      }
    >
      <KeyValues
        items={[
          [
            'E-mail',
            account.email && (
              <Anchor inherit href={`mailto:${account.email}`}>
                {account.email}
              </Anchor>
            ),
          ],
          [
            'Phone',
            account.phone && (
              <Anchor inherit href={`tel:${account.phone}`}>
                {account.phone}
              </Anchor>
            ),
          ],
          ['Address', address(account)],
          ...(account.kind === 'company' ? [['Tax number', account.tax_id] as const] : []),
          ['Currency', account.currency],
          ['Time zone', account.zone],
          ['Language', languageNames.of(account.locale)],
          ['Account since', <Instant key="since" at={account.created_at} as="full" />],
        ]}
      />
      {opened && <AccountEdit account={account} onClose={close} />}
    </Panel>
  );
};
