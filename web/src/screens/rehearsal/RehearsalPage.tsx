import type { GetAccount } from '@isp/server/contract/crm';
import type { Rehearse } from '@isp/server/contract/flows';
import type { ListPlans } from '@isp/server/contract/tariffs';
import type { AccountPage } from '@isp/server/contract/views';
import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../../api/command.ts';
import { useGet, useList } from '../../api/query.ts';
import { Loaded } from '../../kit/Loaded.tsx';
import { useToday } from '../../kit/Now.tsx';
import { PageHeader } from '../../kit/PageHeader.tsx';
import { useId } from '../../kit/use-id.ts';
import type { Account, Service } from '../account/account-types.ts';
import { RehearsalForm } from './RehearsalForm.tsx';
import { RehearsalResult } from './RehearsalResult.tsx';
import { type Act, rehearsalOf } from './rehearsal-form.ts';
import type { Names } from './rehearsal-words.ts';

interface BodyProps {
  readonly account: Account;
  readonly services: readonly Service[];
}

const useNames = ({ account, services }: BodyProps): Names => {
  const plans = useList<typeof ListPlans>('/plans', { limit: 500 });
  return {
    currency: account.currency,
    service: (id) => services.find((each) => each.id === id)?.plan_name ?? 'a subscription',
    plan: (id) => plans.rows.find((each) => each.id === id)?.name ?? 'another plan',
  };
};

const RehearsalBody = (props: BodyProps) => {
  const { account, services } = props;
  const names = useNames(props);
  const today = useToday(account.zone);
  const [acts, setActs] = useState<readonly Act[]>([]);
  const command = useCommand<typeof Rehearse>('POST', '/accounts/:account_id/rehearsals');
  const running = services.filter(({ state }) => state !== 'ended');
  return (
    <Stack gap="md">
      <div>
        <PageHeader
          title="Rehearse"
          back={{ to: `/accounts/${account.id}`, label: account.name }}
          subtitle={`${account.name}, through the next months`}
        />
        <Text size="sm">
          A copy of the account is billed, paid and dunned day by day as it will be, then thrown away.
        </Text>
      </div>
      <RehearsalForm
        names={names}
        today={today}
        services={running.map(({ id, plan_name }) => ({ value: id, label: plan_name }))}
        isSending={command.isSending}
        problem={command.problem}
        onRehearse={(values, asked) => {
          setActs(asked);
          command.send(rehearsalOf(account.id, values, asked));
        }}
      />
      {command.reply && <RehearsalResult rehearsed={command.reply} acts={acts} names={names} />}
    </Stack>
  );
};

/** The next months of one account, lived through by a copy of it. */
export const RehearsalPage = () => {
  const id = useId();
  const account = useGet<typeof GetAccount>('/accounts/:id', { id });
  const page = useGet<typeof AccountPage>('/accounts/:id/page', { id });
  return (
    <Loaded of={account}>
      {(found) => (
        <Loaded of={page}>{(shown) => <RehearsalBody account={found} services={shown.subscriptions} />}</Loaded>
      )}
    </Loaded>
  );
};
