import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { completeSignIn } from '../api/session.ts';
import { SignInFailed, SigningIn } from './SignedIn.tsx';

let completing: Promise<string> | undefined;

/** `/callback`: trades the code for tokens, once, and goes back to where one was. */
export const Callback = () => {
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    completing ??= completeSignIn();
    completing.then((back) => navigate({ href: back, replace: true })).catch(setError);
  }, [navigate]);
  return error === undefined ? <SigningIn /> : <SignInFailed error={error} />;
};
