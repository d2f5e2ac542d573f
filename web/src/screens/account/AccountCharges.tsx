import { useCallback } from 'react';
import { ChargePanel } from '../../billing/ChargePanel.tsx';
import type { Account, Service } from './account-types.ts';
import { usePlans } from './use-plans.ts';

interface AccountChargesProps {
  readonly account: Account;
  readonly services: readonly Service[];
}

/** All that an account is charged once. */
export const AccountCharges = ({ account, services }: AccountChargesProps) => {
  const plans = usePlans(account.currency, ({ kind }) => kind === 'one-time');
  const nameOf = useCallback(
    (id: string) => services.find((service) => service.id === id)?.plan_name ?? 'a subscription',
    [services],
  );
  return (
    <ChargePanel
      account={account}
      plans={plans.choices}
      subscriptions={services
        .filter(({ state }) => state !== 'ended')
        .map(({ id, plan_name }) => ({ value: id, label: plan_name }))}
      nameOf={nameOf}
    />
  );
};
