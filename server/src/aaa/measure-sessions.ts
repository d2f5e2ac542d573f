import type { Registry } from 'prom-client';
import type { Kernel } from '../kernel/ctx.ts';
import { asked } from '../kernel/measure.ts';
import { sessionCounts } from './store/session-months.ts';

/** Where sessions stand: with the open ones, and in the history. */
export const measureSessions = ({ db }: Kernel, registry: Registry): void => {
  asked(
    registry,
    'isp_sessions',
    'Sessions: about how many stand with the open ones (hot), and how many were ever moved to the history.',
    ['where'],
    async () => {
      const { hot, moved } = await sessionCounts(db);
      return [
        [{ where: 'hot' }, hot],
        [{ where: 'moved' }, moved],
      ];
    },
  );
  asked(
    registry,
    'isp_sessions_oldest_month_timestamp_seconds',
    'When the oldest month of the history of sessions began.',
    [],
    async () => {
      const { oldest_s } = await sessionCounts(db);
      return oldest_s === null ? [] : [[{}, oldest_s]];
    },
  );
};
