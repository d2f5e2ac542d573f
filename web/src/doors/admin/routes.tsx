import { createRootRoute, createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { Callback } from '../../kit/Callback.tsx';
import { NotFound } from '../../kit/NotFound.tsx';
import { AdminShell } from './AdminShell.tsx';

const root = createRootRoute({ component: Outlet });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: AdminShell });
const callback = createRoute({ getParentRoute: () => root, path: '/callback', component: Callback });
const lost = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

/** One screen, its code fetched when it is first opened. */
const screen = <M extends Record<string, unknown>>(path: string, load: () => Promise<M>, name: keyof M & string) =>
  createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load, name) });

/** The table of the console's screens. */
const screens = [
  screen('/', () => import('../../screens/Dashboard.tsx'), 'Dashboard'),
  screen('/accounts', () => import('../../screens/AccountList.tsx'), 'AccountList'),
  screen('/accounts/new', () => import('../../crm/AccountNew.tsx'), 'AccountNew'),
  screen('/accounts/$id', () => import('../../screens/AccountPage.tsx'), 'AccountPage'),
];

export const routes = root.addChildren([callback, shell.addChildren([...screens, lost])]);
