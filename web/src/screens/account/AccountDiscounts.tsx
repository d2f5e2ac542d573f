import { BILLS_RECEIVER, DiscountPanel } from '../../billing/DiscountPanel.tsx';
import type { Account, Service } from './account-types.ts';

interface AccountDiscountsProps {
  readonly account: Account;
  readonly services: readonly Service[];
}

/** All discounts of an account: of its bills and of its subscriptions. */
export const AccountDiscounts = ({ account, services }: AccountDiscountsProps) => (
  <DiscountPanel
    account={account}
    receivers={
      account.state === 'closed'
        ? []
        : [
            BILLS_RECEIVER,
            ...services
              .filter(({ state }) => state !== 'ended')
              .map(({ id, plan_name }) => ({ value: id, label: plan_name })),
          ]
    }
    nameOf={(id) => services.find((service) => service.id === id)?.plan_name ?? 'a subscription'}
  />
);
