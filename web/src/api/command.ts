import type { Contract } from '@isp/values/wire';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { type Fields, run, type Verb } from './client.ts';
import type { Input, Reply } from './contract.ts';
import { asProblem, type Problem } from './problem.ts';
import { refresh } from './query.ts';

interface CommandOptions<C extends Contract> {
  readonly onDone?: (reply: Reply<C>) => void;
  readonly onProblem?: (problem: Problem) => void;
}

/** One key for one intent: the same input sent again after a failure keeps its key, a changed input or a next success gets a new one. */
const useIntentKey = () => {
  const intent = useRef<{ readonly input: string; readonly key: string } | undefined>(undefined);
  return {
    keyOf: (input: Fields): string => {
      const text = JSON.stringify(input);
      if (intent.current?.input !== text) intent.current = { input: text, key: crypto.randomUUID() };
      return intent.current.key;
    },
    done: () => {
      intent.current = undefined;
    },
  };
};

/**
 * A command with its `Idempotency-Key`; after it everything on screen is asked for again.
 *
 *     const close = useCommand<typeof CloseAccount>('POST', '/accounts/:id/close', { onDone: () => notifyDone('Closed') });
 *     close.send({ id });
 */
export const useCommand = <C extends Contract>(verb: Verb, path: string, options: CommandOptions<C> = {}) => {
  const client = useQueryClient();
  const { keyOf, done } = useIntentKey();
  const mutation = useMutation({
    mutationFn: async (input: Input<C>) => {
      const fields = input as Fields;
      return (await run(verb, path, fields, keyOf(fields))) as Reply<C>;
    },
    onSuccess: (reply) => {
      done();
      options.onDone?.(reply);
      void refresh(client);
    },
    onError: (error) => options.onProblem?.(asProblem(error)),
  });
  return {
    send: (input: Input<C>) => {
      if (!mutation.isPending) mutation.mutate(input);
    },
    isSending: mutation.isPending,
    problem: mutation.error ? asProblem(mutation.error) : undefined,
    reply: mutation.data,
    reset: mutation.reset,
  };
};
