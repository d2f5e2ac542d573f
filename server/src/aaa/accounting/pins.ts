import type { Kernel } from '../../kernel/ctx.ts';
import { LateWriter } from '../answer/late-writer.ts';
import type { LearnedLogIn } from '../answer/log-in.ts';
import { idOctets } from '../core/session-id.ts';
import type { Directory } from '../directory/directory.ts';
import { pinBinding } from '../pin-binding.ts';

/** Stores what log-ins were the first to come with. */
export const createPins = (kernel: Kernel, directory: Directory): LateWriter<LearnedLogIn> =>
  new LateWriter({
    kernel,
    directory,
    what: 'what log-ins were the first to come with',
    store: async (ctx, some) => {
      for (const one of some) await pinBinding(ctx, one);
    },
    stored: (some) => {
      for (const { key, owner } of some) directory.users.settle(key, idOctets(owner.subscription_id));
    },
  });
