import { createSocket } from 'node:dgram';

/** A UDP port of this machine that is free now. */
export const freeUdpPort = (): Promise<number> =>
  new Promise((done) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
