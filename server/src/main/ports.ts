import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineFault } from '@isp/values';
import type { Config } from '../kernel/config.ts';

const PortsTaken = defineFault(
  'main.ports-taken',
  500,
  (p: { taken: readonly Wanted[] }) => p.taken.map(sentence).join('\n'),
  'Stop that program, or set the variable to a free port; 0 is any.',
);

/** A port that is needed, and the variable that sets it. */
interface Wanted {
  readonly variable: 'ISP_HTTP_PORT' | 'ISP_RADIUS_AUTH_PORT' | 'ISP_RADIUS_ACCT_PORT';
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

const sentence = ({ protocol, port, variable }: Wanted): string =>
  `${protocol.toUpperCase()} port ${port} (${variable}) is taken by another program, perhaps another platform.`;

const tcp = (port: number): Promise<number | undefined> => {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', () => done(undefined));
    server.listen({ port, host: '::', exclusive: true }, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' ? address?.port : undefined));
    });
  });
};

const udp = (port: number): Promise<number | undefined> => {
  const socket = createSocket('udp4');
  return new Promise((done) => {
    socket.once('error', () => {
      socket.close();
      done(undefined);
    });
    socket.bind({ port, exclusive: true }, () => {
      const { port: bound } = socket.address();
      socket.close(() => done(bound));
    });
  });
};

/** A port, and the one it will be (0 is any free one); none when another program has it. */
const probe = async (one: Wanted) => ({ ...one, free: await (one.protocol === 'tcp' ? tcp : udp)(one.port) });

const wantedOf = (config: Config): Wanted[] => [
  ...(config.roles.includes('http')
    ? [{ variable: 'ISP_HTTP_PORT', protocol: 'tcp', port: config.http_port } as const]
    : []),
  ...(config.roles.includes('radius')
    ? [
        { variable: 'ISP_RADIUS_AUTH_PORT', protocol: 'udp', port: config.radius_auth_port } as const,
        { variable: 'ISP_RADIUS_ACCT_PORT', protocol: 'udp', port: config.radius_acct_port } as const,
      ]
    : []),
];

const wait = { ms: 100, most_ms: 10_000 } as const;

/**
 * The ports of the roles as they will be, or one fault that names every port that is taken and the variable that sets another.
 * A taken port is said at once and asked for again for ten seconds: so long the processes of a killed platform may take to end.
 */
export const freePorts = async (
  config: Config,
  say: (line: string) => void,
): Promise<Readonly<Partial<Record<Wanted['variable'], number>>>> => {
  for (let waited = 0; ; waited += wait.ms) {
    const found = await Promise.all(wantedOf(config).map(probe));
    const taken = found.filter(({ free }) => free === undefined);
    if (taken.length === 0) return Object.fromEntries(found.map(({ variable, free }) => [variable, free]));
    if (waited >= wait.most_ms) throw PortsTaken({ taken });
    if (waited === 0) for (const one of taken) say(`  ${sentence(one)} Waiting ten seconds for it …`);
    await sleep(wait.ms);
  }
};
