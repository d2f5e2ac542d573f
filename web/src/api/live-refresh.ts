import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from './live.ts';
import { useMe } from './me.ts';
import { refresh } from './query.ts';

const GATHER_MS = 400;

/** Asks again for these paths when there is news of a topic; a burst of news is one question. Topics one may not read are left out. */
export const useLiveRefresh = (
  topics: readonly string[],
  paths: readonly string[],
  /** False for news that changes nothing here. */
  concerns: (body: unknown) => boolean = () => true,
): void => {
  const client = useQueryClient();
  const { may } = useMe();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(
    topics.filter((topic) => may(`${topic.slice(0, topic.indexOf('.'))}.read`)),
    (news) => {
      if (news && !concerns(news.body)) return;
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        void refresh(client, ...paths);
      }, GATHER_MS);
    },
  );
};
