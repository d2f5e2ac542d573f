import { Outlet } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { OneTimePassword } from '../../identity/OneTimePassword.tsx';
import { Now } from '../../kit/Now.tsx';
import { Shell } from '../../kit/Shell.tsx';
import { SignedIn } from '../../kit/SignedIn.tsx';
import { navigation } from './navigation.ts';

const PLACES = {
  account: '/accounts',
  invoice: '/invoices',
  credit_note: '/credit-notes',
  plan: '/plans',
  nas: '/nas',
  voucher: '/voucher',
} as const;

const targetOfHit: ComponentProps<typeof Shell>['targetOfHit'] = ({ kind, id }) => {
  if (kind === 'address') return { to: '/address-uses', search: { address: id } };
  return { to: `${PLACES[kind]}/${id}` };
};

/** The staff's console: for those who are signed in. */
export const AdminShell = () => (
  <SignedIn>
    <Now>
      <Shell brand="ISP console" navigation={navigation} targetOfHit={targetOfHit}>
        <OneTimePassword />
        <Outlet />
      </Shell>
    </Now>
  </SignedIn>
);
