import type { Id } from '@isp/values';
import type { Ctx, Kernel } from '../../kernel/ctx.ts';
import type { Directory } from '../directory/directory.ts';
import { registerNas } from '../register-nas.ts';
import { LateWriter } from './late-writer.ts';

/** A NAS that proved the secret of its range and is not known. */
export interface Newcomer {
  readonly range_id: Id;
  /** Its NAS-Identifier, one character an octet, and as text. */
  readonly called: string;
  readonly identifier: string;
  /** Where it was seen first. */
  readonly address: string;
}

/** Stores some; gives those that are not wanted any more. */
const register = async (ctx: Ctx, some: readonly Newcomer[]): Promise<Newcomer[]> => {
  const refused: Newcomer[] = [];
  for (const one of some) if (!(await registerNas(ctx, one))) refused.push(one);
  return refused;
};

/** Stores NASes that register themselves. Their id follows from range and identifier, so nothing is lost by a crash: the next packet registers them. */
export const createNewcomers = (kernel: Kernel, directory: Directory): LateWriter<Newcomer, Newcomer[]> =>
  new LateWriter({
    kernel,
    directory,
    what: 'NASes that register themselves',
    store: register,
    stored: (_, refused) => {
      for (const { range_id, called } of refused) directory.clients.dismiss(range_id, called);
    },
  });
