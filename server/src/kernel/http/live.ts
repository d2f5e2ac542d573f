import type { FastifyInstance } from 'fastify';
import { permits } from '../actor.ts';
import { NotPermitted } from '../faults.ts';
import { type Authenticate, admit } from './handle.ts';
import { signedIn } from './route.ts';

/** News from the database to the console: `topic` is `room.thing` and needs the permission `room.read`. */
export interface News {
  readonly topic: string;
  readonly body: unknown;
}

/** Spreads news to the open streams of this process. */
export interface Live {
  tell(payload: string): void;
}

const permissionOf = (topic: string) => `${topic.slice(0, topic.indexOf('.'))}.read`;
const HEARTBEAT_MS = 15_000;

/** Adds `GET /api/v1/live?topics=a.b,c.d`: server-sent events of these topics. */
export const addLive = (app: FastifyInstance, authenticate: Authenticate): Live => {
  const streams = new Set<{ readonly topics: ReadonlySet<string>; readonly write: (text: string) => void }>();
  app.get('/api/v1/live', async (request, reply) => {
    const actor = await admit(signedIn, request.headers.authorization, authenticate);
    const { topics = '' } = request.query as { topics?: string };
    const wanted = new Set(String(topics).split(',').filter(Boolean));
    for (const topic of wanted)
      if (!permits(actor, permissionOf(topic))) throw NotPermitted({ permission: permissionOf(topic) });
    if (actor.kind === 'subscriber' || actor.kind === 'reseller') throw NotPermitted({ permission: 'live' });
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' });
    raw.write(': open\n\n');
    const stream = { topics: wanted, write: (text: string) => void raw.write(text) };
    streams.add(stream);
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
    request.raw.once('close', () => {
      clearInterval(heartbeat);
      streams.delete(stream);
    });
  });
  return {
    tell: (payload) => {
      const news = JSON.parse(payload) as News;
      const text = `event: ${news.topic}\ndata: ${JSON.stringify(news.body)}\n\n`;
      for (const s of streams) if (s.topics.has(news.topic)) s.write(text);
    },
  };
};
