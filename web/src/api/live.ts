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

/** Listens until told to stop, ever slower to try again while that fails; `opened` each time it hears from then on. */
const keepListening = async (topics: string, signal: AbortSignal, hear: (news: News) => void, opened: () => void) => {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    await listen(topics, signal, hear, () => {
      wait = FIRST_WAIT_MS;
      opened();
    }).catch(() => undefined);
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
};

/** Hears news; `undefined`: there may have been some that did not come. */
type Hear = (news: News | undefined) => void;

interface Listener {
  readonly topics: readonly string[];
  readonly hear: Hear;
}

interface Line {
  readonly topics: ReadonlySet<string>;
  readonly stop: AbortController;
}

const listeners = new Set<Listener>();
let line: Line | undefined;
/** Whether nobody was listened to for a while, since the window was hidden. */
let isBehind = false;

const tell = (news: News): void => {
  for (const { topics, hear } of listeners) if (topics.includes(news.topic)) hear(news);
};

const tellOfMissed = (): void => {
  for (const { hear } of listeners) hear(undefined);
};

const open = (topics: ReadonlySet<string>, before: Line | undefined): Line => {
  const stop = new AbortController();
  let times = 0;
  void keepListening([...topics].sort().join(','), stop.signal, tell, () => {
    before?.stop.abort();
    if (times++ > 0 || isBehind) tellOfMissed();
    isBehind = false;
  });
  stop.signal.addEventListener('abort', () => before?.stop.abort());
  return { topics, stop };
};

/**
 * One line for the whole window, for a browser has six to a server for all its windows: it is opened anew when somebody wants a topic it does not bring, before the old one
 * is closed, and only while the window is seen.
 */
const follow = (): void => {
  const wanted = new Set(Array.from(listeners, ({ topics }) => topics).flat());
  if (wanted.size === 0 || document.visibilityState === 'hidden') {
    isBehind ||= line !== undefined;
    line?.stop.abort();
    line = undefined;
    return;
  }
  if (line === undefined || [...wanted].some((topic) => !line?.topics.has(topic))) line = open(wanted, line);
};

let isPlanned = false;
/** What a page's parts want is gathered before the line is looked at. */
const GATHER_MS = 50;
const plan = (): void => {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    follow();
  }, GATHER_MS);
};
document.addEventListener('visibilitychange', plan);

/** Hears the news of these topics while the component is shown. */
export const useLive = (topics: readonly string[], hear: Hear): void => {
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  const wanted = topics.join(',');
  useEffect(() => {
    if (wanted === '') return undefined;
    const listener: Listener = { topics: wanted.split(','), hear: (news) => latest.current(news) };
    listeners.add(listener);
    plan();
    return () => {
      listeners.delete(listener);
      plan();
    };
  }, [wanted]);
};
