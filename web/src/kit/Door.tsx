import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { asProblem, mayPass } from '../api/problem.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { theme } from './theme.ts';
import './tokens.css';

const TRIES = 2;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < TRIES && mayPass(asProblem(error)),
    },
  },
});

/** What every door stands in: the look, the notices, the cache of what was read. */
export const Door = ({ children }: { readonly children: ReactNode }) => (
  <MantineProvider theme={theme} defaultColorScheme="auto">
    <QueryClientProvider client={queries}>
      <Notifications position="bottom-right" />
      <ErrorBoundary>{children}</ErrorBoundary>
    </QueryClientProvider>
  </MantineProvider>
);
