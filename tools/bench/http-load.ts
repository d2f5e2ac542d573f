/** A closed-loop HTTP/1.1 client over plain sockets: it costs a tenth of a real one, so what it measures is the server. */
import { connect, type Socket } from 'node:net';
import { quantile } from './measure.ts';

/** Of fewer requests the slowest of a hundred says nothing. */
const ENOUGH = 200;

/** How a server did. Latencies in microseconds; `p99` is NaN when there were too few requests to tell. */
export interface HttpResult {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

export interface HttpLoad {
  readonly port: number;
  /** Kept alive, one request at a time on each. */
  readonly connections: number;
  readonly seconds: number;
  /** The next request, all of it. */
  readonly request: () => string;
  /** The status every reply must have. */
  readonly status: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** One request as it goes over the wire. */
export const requestText = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string => {
  const lines = Object.entries({
    host: 'localhost',
    ...headers,
    ...(body ? { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(body)}` } : {}),
  });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
};

/** The octets of the first reply in a buffer, and its status; `undefined` until it is all there. */
const replyIn = (bytes: Buffer): { readonly length: number; readonly status: number } | undefined => {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const [, size] = /content-length: (\d+)/i.exec(head) ?? [];
  if (size === undefined) throw new Error(`a reply without Content-Length: ${head.slice(0, 80)}`);
  const length = end + HEAD_END.length + Number.parseInt(size, 10);
  return bytes.length < length ? undefined : { length, status: Number.parseInt(head.slice(9, 12), 10) };
};

/** One connection that asks again as soon as it is answered, until `isOver`. */
const converse = (
  { port, request, status }: HttpLoad,
  isOver: () => boolean,
  answered: (microseconds: number) => void,
): Promise<void> =>
  new Promise((done, fail) => {
    const socket: Socket = connect({ port, host: 'localhost', noDelay: true });
    let received: Buffer = Buffer.alloc(0);
    let began = 0;
    const ask = () => {
      began = performance.now();
      socket.write(request());
    };
    const leave = (error?: Error) => {
      socket.destroy();
      if (error) fail(error);
      else done();
    };
    socket.once('connect', ask);
    socket.once('error', leave);
    socket.once('close', () => leave(isOver() ? undefined : new Error('the server closed the connection')));
    socket.on('data', (bytes: Buffer) => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
      const reply = replyIn(received);
      if (reply === undefined) return;
      if (reply.status !== status)
        return leave(new Error(`rejected: status ${reply.status}: ${received.toString('utf8', 0, 2000)}`));
      answered((performance.now() - began) * 1000);
      received = received.subarray(reply.length);
      if (isOver()) leave();
      else ask();
    });
  });

/** Loads a server for some seconds. Any other status than the right one, or a broken connection, throws. */
export const httpLoad = async (options: HttpLoad): Promise<HttpResult> => {
  const taken: number[] = [];
  const began = performance.now();
  const end = began + options.seconds * 1000;
  const isOver = () => performance.now() >= end;
  await Promise.all(
    Array.from({ length: options.connections }, () =>
      converse(options, isOver, (microseconds) => taken.push(microseconds)),
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  const sorted = Float64Array.from(taken).sort();
  return {
    rate: taken.length / seconds,
    p50: quantile(sorted, 0.5),
    p99: taken.length < ENOUGH ? Number.NaN : quantile(sorted, 0.99),
  };
};
