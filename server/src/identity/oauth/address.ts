import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

const addresses = new WeakMap<IncomingMessage, string>();

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

/** Remembers where a request comes from as Fastify sees it (behind a proxy it trusts, the proxy's word), for what only sees the raw request. */
export const noteAddress = (request: FastifyRequest): string => {
  const address = plain(request.ip);
  addresses.set(request.raw, address);
  return address;
};

/** Where a raw request comes from. */
export const addressOf = (raw: IncomingMessage): string => addresses.get(raw) ?? plain(raw.socket.remoteAddress ?? '');

/** The browser or program of a raw request, cut to a length worth keeping. */
export const userAgentOf = (raw: IncomingMessage): string => (raw.headers['user-agent'] ?? '').slice(0, 300);
