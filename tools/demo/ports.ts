import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** A port the demo needs, and the variable that sets it. */
interface Wanted {
  readonly variable: 'ISP_HTTP_PORT' | 'ISP_RADIUS_AUTH_PORT' | 'ISP_RADIUS_ACCT_PORT';
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

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

/** The ports as they will be (0 is any free one), or an error that names every port that is taken and the variable that sets another. */
export const freePorts = async (wanted: readonly Wanted[]): Promise<Record<Wanted['variable'], number>> => {
  const found = await Promise.all(
    wanted.map(async (one) => ({ ...one, free: await (one.protocol === 'tcp' ? tcp : udp)(one.port) })),
  );
  const taken = found.filter(({ free }) => free === undefined);
  if (taken.length > 0)
    throw new Error(
      taken
        .map(
          ({ protocol, port, variable }) =>
            `${protocol.toUpperCase()} port ${port} is taken by another program (perhaps another demo): set ${variable} to a free one, or to 0 for any.`,
        )
        .join('\n'),
    );
  return Object.fromEntries(found.map(({ variable, free }) => [variable, free])) as Record<Wanted['variable'], number>;
};
