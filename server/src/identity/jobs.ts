import { system } from '../kernel/actor.ts';
import { transact } from '../kernel/ctx.ts';
import type { Schedule } from '../kernel/schedule.ts';
import { cleanUp } from './clean-up.ts';
import { rotateKeys } from './rotate-keys.ts';

const DAY_MINUTES = 1440;

/** Looks once a day whether a new signing key is due (one a month) and forgets what has expired. */
export const schedules: readonly Schedule[] = [
  {
    name: 'identity.rotate-keys',
    when: { minutes: DAY_MINUTES },
    run: (kernel) => transact(kernel, system('identity.rotate-keys'), rotateKeys),
  },
  {
    name: 'identity.clean-up',
    when: { minutes: DAY_MINUTES },
    run: (kernel) => transact(kernel, system('identity.clean-up'), cleanUp),
  },
];
