import type { ReactNode } from 'react';
import { ErrorNote } from './ErrorNote.tsx';
import { PageLoading } from './PageLoading.tsx';

interface Answer<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface LoadedProps<T> {
  readonly of: Answer<T>;
  readonly waiting?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** Shows what `useGet` gives: a skeleton first, the thing when it is there, the reason when it cannot be. */
export const Loaded = <T,>({ of, waiting = <PageLoading />, children }: LoadedProps<T>) => {
  if (of.data !== undefined) return children(of.data);
  return of.error ? <ErrorNote error={of.error} retry={() => void of.refetch()} /> : waiting;
};
