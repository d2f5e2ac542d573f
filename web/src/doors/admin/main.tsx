import { createRouter, RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { openSession } from '../../api/session.ts';
import { Door } from '../../kit/Door.tsx';
import { ErrorNote } from '../../kit/ErrorNote.tsx';
import { PageLoading } from '../../kit/PageLoading.tsx';
import { routes } from './routes.tsx';

openSession({ client_id: 'admin' });

const router = createRouter({
  routeTree: routes,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: ({ error, reset }) => <ErrorNote error={error} retry={reset} />,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return query === '' ? '' : `?${query}`;
  },
});

const place = document.getElementById('root');
if (place)
  createRoot(place).render(
    <Door>
      <RouterProvider router={router} />
    </Door>,
  );
