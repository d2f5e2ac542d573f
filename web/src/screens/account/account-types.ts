import type { GetAccount } from '@isp/server/contract/crm';
import type { AccountPage } from '@isp/server/contract/views';
import type { Reply } from '../../api/contract.ts';

export type Account = Reply<typeof GetAccount>;
export type Balance = Reply<typeof AccountPage>['balance'];
/** A subscription as the account's page shows it: plan, log-in, access, use and live sessions. */
export type Service = Reply<typeof AccountPage>['subscriptions'][number];
