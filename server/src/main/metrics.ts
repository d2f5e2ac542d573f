/**
 * One page of metrics for all processes of a supervisor: http asks the supervisor, which asks the other roles. Each answers with its own page;
 * the label `role` tells them apart, and `isp_role_up` says who answered.
 */
import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import type { Role } from '../kernel/config.ts';

/** What a process that is asked says: its page, or (the supervisor) the pages of its roles. */
type Message = { readonly ask: 'page' | 'pages'; readonly n: number } | { readonly told: unknown; readonly n: number };

/** The end of a channel between a supervisor and a role. */
export interface Channel {
  send?: ((message: Message) => unknown) | undefined;
  on(event: 'message', listen: (message: unknown) => void): unknown;
  off(event: 'message', listen: (message: unknown) => void): unknown;
}

/** Each role's page; null when it did not answer. */
export type Pages = Partial<Record<Role, string | null>>;

/** The ways to a supervisor's roles; undefined while a role has no process. */
export type Channels = ReadonlyMap<Role, Channel | undefined>;

/** A role that has not answered by then is shown as down. */
const PATIENCE_MS = 1500;

let last = 0;

const isMessage = (message: unknown): message is Message =>
  typeof message === 'object' && message !== null && 'n' in message && ('ask' in message || 'told' in message);

const ask = (channel: Channel | undefined, what: 'page' | 'pages', patience_ms: number): Promise<unknown> =>
  new Promise((done) => {
    const n = ++last;
    const listen = (message: unknown) => {
      if (isMessage(message) && message.n === n && 'told' in message) end(message.told);
    };
    const end = (told: unknown) => {
      clearTimeout(timer);
      channel?.off('message', listen);
      done(told);
    };
    const timer = setTimeout(end, channel ? patience_ms : 0, null);
    channel?.on('message', listen);
    channel?.send?.({ ask: what, n });
  });

const answer = (channel: Channel, what: 'page' | 'pages', tell: () => Promise<unknown>): void => {
  channel.on('message', (message) => {
    if (!isMessage(message) || !('ask' in message) || message.ask !== what) return;
    void tell().then(
      (told) => channel.send?.({ told, n: message.n }),
      () => undefined,
    );
  });
};

/** In a role: tells the supervisor this process's page whenever it asks. */
export const answerPage = (registry: Registry): void => answer(process, 'page', () => registry.metrics());

/** In the supervisor: the pages of roles. */
export const pagesOf = async (channels: Channels): Promise<Pages> =>
  Object.fromEntries(
    await Promise.all(
      [...channels].map(async ([role, channel]) => [role, await ask(channel, 'page', PATIENCE_MS)] as const),
    ),
  );

/** In the supervisor: tells a role the pages of all others whenever it asks. */
export const answerPages = (channel: Channel, others: () => Channels): void =>
  answer(channel, 'pages', () => pagesOf(others()));

/** In a role: the pages of all others of its supervisor; none when it has none. */
export const otherPages = async (): Promise<Pages> =>
  process.send ? (((await ask(process as Channel, 'pages', 2 * PATIENCE_MS)) as Pages | null) ?? {}) : {};

const upPage = (pages: Pages): string => {
  const lines = Object.entries(pages).map(([role, page]) => `isp_role_up{role="${role}"} ${page === null ? 0 : 1}`);
  return ['# HELP isp_role_up 1 when the process of a role answers.', '# TYPE isp_role_up gauge', ...lines].join('\n');
};

/** The lines of several pages, each metric's together and its HELP and TYPE once, as the text format of Prometheus wants it. */
export const mergePages = (pages: Pages): string => {
  const families = new Map<string, Set<string>>();
  for (const page of [upPage(pages), ...Object.values(pages)]) {
    let family = new Set<string>();
    for (const line of page?.split('\n') ?? []) {
      const name = /^# (?:HELP|TYPE) (\S+)/.exec(line)?.[1];
      if (name !== undefined) family = families.get(name) ?? new Set();
      if (name !== undefined) families.set(name, family);
      if (line !== '') family.add(line);
    }
  }
  return [...families.values()].map((lines) => `${[...lines].join('\n')}\n`).join('');
};

/** Serves the roles' page where there is no http role to do it; gives the function that ends it. */
export const serveMetrics = (port: number, channels: () => Channels): (() => void) => {
  const server = createServer((_, response) => {
    void pagesOf(channels()).then((pages) =>
      response.setHeader('content-type', Registry.PROMETHEUS_CONTENT_TYPE).end(mergePages(pages)),
    );
  });
  server.listen(port);
  return () => void server.close();
};
