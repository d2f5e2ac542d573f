import { useEffect, useRef } from 'react';
import { send } from './client.ts';
import { type News, newsOf } from './news.ts';

const listen = async (topics: string, signal: AbortSignal, hear: (news: News) => void, opened: () => void) => {
  const url = `/api/v1/live?topics=${encodeURIComponent(topics)}`;
  const response = await send({ verb: 'GET', url, accept: 'text/event-stream', signal });
  opened();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) return;
    const blocks = (rest + chunk.value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const news = newsOf(block);
      if (news) hear(news);
    }
  }
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const keepListening = async (topics: string, signal: AbortSignal, hear: (news: News) => void) => {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    await listen(topics, signal, hear, () => {
      wait = FIRST_WAIT_MS;
    }).catch(() => undefined);
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
};

/** Hears the news of these topics while the component is shown; connects again, ever slower, when the line breaks. */
export const useLive = (topics: readonly string[], hear: (news: News) => void): void => {
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  const wanted = topics.join(',');
  useEffect(() => {
    if (wanted === '') return undefined;
    const stop = new AbortController();
    void keepListening(wanted, stop.signal, (news) => latest.current(news));
    return () => stop.abort();
  }, [wanted]);
};
