import { setCredential } from '../aaa/index.ts';
import type { Account } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { newPassword } from '../kernel/secrets.ts';
import { runningOf, type Subscription } from '../subscriptions/index.ts';
import { ipv4Of } from '../views/addresses-of.ts';
import { grantAccess } from './access.ts';
import type { Subscribe } from './contract.ts';
import { PasswordMissing } from './faults.ts';

/** What somebody logs in with. */
type LogIn = Pick<Subscribe, 'username' | 'password' | 'password_hash' | 'mac'>;

export interface Connected {
  readonly username: string | null;
  readonly generated_password: string | null;
  readonly framed_ip: string | null;
}

/** Of a service without a log-in. */
export const NOT_CONNECTED: Connected = { username: null, generated_password: null, framed_ip: null };

const usernameOf = async (ctx: Ctx, account: Account, asked: string | undefined): Promise<string> => {
  if (asked !== undefined) return asked;
  const running = (await runningOf(ctx.tx, account.id)).length;
  const base = account.number.toLowerCase();
  return running > 1 ? `${base}-${running}` : base;
};

/** Gives a subscription its log-in, made where none is said, with address and access. */
export const connect = async (
  ctx: Ctx,
  account: Account,
  subscription: Subscription,
  { password, password_hash, mac, username: asked }: LogIn,
): Promise<Connected> => {
  const isMade = password === undefined && password_hash === undefined;
  if (!isMade && asked === undefined) throw PasswordMissing();
  const key = { account_id: account.id, subscription_id: subscription.id };
  const username = await usernameOf(ctx, account, asked);
  const generated_password = isMade ? newPassword() : null;
  await setCredential(ctx, { ...key, username, password: generated_password ?? password, password_hash, mac });
  await grantAccess(ctx, { ...subscription, zone: account.zone }, 'activated');
  return { username, generated_password, framed_ip: await ipv4Of(ctx.tx, key) };
};
