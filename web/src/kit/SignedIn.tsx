import { Button, Center, Loader, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMe } from '../api/me.ts';
import { asProblem } from '../api/problem.ts';
import { signIn } from '../api/session.ts';
import { Note } from './Note.tsx';
import { ProblemText } from './ProblemText.tsx';

/** A quiet page while one is led to the sign-in page and back. */
export const SigningIn = () => (
  <Center h="100dvh">
    <Stack align="center" gap="xs" role="status">
      <Loader size="sm" />
      <Text size="sm" c="dimmed">
        Signing in …
      </Text>
    </Stack>
  </Center>
);

/** Signing in did not work: why, and the way to try again. */
export const SignInFailed = ({ error }: { readonly error: unknown }) => (
  <Center mih="100dvh" p="md">
    <Stack maw={440} gap="md">
      <Note tone="bad" title="Signing in did not work" isAlert>
        <ProblemText problem={asProblem(error)} />
      </Note>
      <Button onClick={() => void signIn('/')}>Sign in again</Button>
    </Stack>
  </Center>
);

/** Shows its children to those who are signed in; all others are led to the sign-in page. */
export const SignedIn = ({ children }: { readonly children: ReactNode }) => {
  const { me, error } = useMe();
  if (me) return children;
  return error ? <SignInFailed error={error} /> : <SigningIn />;
};
