import { codeIn, except, isWorld } from '../places.ts';
import { eachNode, type Hit, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';
import { readsOf } from '../syntax.ts';

const SOCKETS = new Set(['dgram', 'net', 'tls', 'http', 'https', 'http2']);
const CLIENTS = new Set(['undici', 'nodemailer', 'axios', 'got', 'ws', 'net-snmp', 'ssh2', 'stripe']);
/** Names of `node:net` and `node:tls` that compute and open nothing: TLS over a stream that is there already, too. */
const HARMLESS = new Set([
  ...['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress'],
  ...['createSecureContext', 'SecureContext', 'TLSSocket'],
]);

type Import = Extract<Seen['node'], { type: 'ImportDeclaration' }>;

const onlyNames = (node: Import): boolean =>
  node.importKind === 'type' ||
  (node.specifiers.length > 0 &&
    node.specifiers.every(
      (s) =>
        s.type === 'ImportSpecifier' &&
        (s.importKind === 'type' || ('name' in s.imported && HARMLESS.has(s.imported.name))),
    ));

const reaches = (from: string): boolean => SOCKETS.has(from.replace(/^node:/, '')) || CLIENTS.has(from);

const imports = ({ node }: Seen): string | undefined => {
  if (node.type === 'ImportExpression')
    return node.source.type === 'Literal' && reaches(String(node.source.value))
      ? `imports ${node.source.value}`
      : undefined;
  if (node.type !== 'ImportDeclaration' || onlyNames(node)) return undefined;
  return reaches(node.source.value) ? `imports ${node.source.value}` : undefined;
};

const globals = (source: Source): Hit[] =>
  readsOf(source, ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']).map(({ at, name }) => ({
    at,
    reason: `speaks to the world (${name})`,
  }));

/** The few files that speak to the world are named, so no transaction is open while one does. */
export const worldByName: Rule = {
  name: 'world-by-name',
  where: except(codeIn(/^values\//, /^radius\//, /^server\//, /^web\/src\//), isWorld),
  find: (source) => [...eachNode(imports)(source), ...globals(source)],
  remedy: 'enqueue a job that calls one of the files in tools/tidy/places.json ("world"), or name the new file there',
  bad: [
    ['server/src/billing/issue-invoice.ts', "import { request } from 'node:https';"],
    ['server/src/aaa/answer.ts', "import dgram from 'dgram';"],
    ['server/src/aaa/answer.ts', "const net = await import('node:net');"],
    ['server/src/messaging/send.ts', "import { createTransport } from 'nodemailer';"],
    ['server/src/payments/store.ts', "await fetch('https://bank.example');"],
    ['web/src/billing/InvoiceList.tsx', "fetch('/invoices');"],
    ['web/src/kit/live.ts', "new EventSource('/live');"],
  ],
  good: [
    ['server/src/aaa/sockets/open.ts', "import { createSocket } from 'node:dgram';"],
    ['server/src/kernel/http-server.ts', "import { createServer } from 'node:http';"],
    ['server/src/network/routes.ts', "import type { Socket } from 'node:net';"],
    ['server/src/network/core/pool.ts', "import { isIPv4 } from 'node:net';"],
    ['server/src/aaa/answer.test.ts', "import { createSocket } from 'node:dgram';"],
    ['web/src/api/client.ts', "fetch('/invoices');"],
    ['server/src/kernel/cache.ts', 'const row = cache.fetch(key);'],
  ],
};
