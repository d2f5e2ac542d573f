import type { Kernel } from '../kernel/ctx.ts';
import type { Discards } from './answer/discards.ts';
import { createCoaClient } from './coa-client.ts';
import type { Directory } from './directory/directory.ts';
import { DynamicPort } from './proxy/dynamic-port.ts';
import { closeAll, type UdpSocket } from './sockets/open.ts';

interface DynamicOptions {
  readonly kernel: Kernel;
  readonly directory: Directory;
  readonly discards: Discards;
  /** Opens the sockets of the port, when it is wanted first. */
  readonly open: () => Promise<readonly UdpSocket[]>;
}

/** The port for CoA and Disconnect of home servers: open while there is one that may send them. */
export interface Dynamic {
  /** Where it listens; `undefined` while it does not. */
  readonly port: number | undefined;
  stop(): Promise<void>;
}

const SWEEP_MS = 10_000;

/** Opens the port for CoA and Disconnect of home servers, follows who may send them, and passes on what comes. A port that is taken is tried again. */
export const startDynamic = async ({ kernel, directory, discards, open }: DynamicOptions): Promise<Dynamic> => {
  const client = createCoaClient();
  const port = new DynamicPort({ kernel, directory, discards, speak: client.ask });
  let sockets: readonly UdpSocket[] = [];
  let work = Promise.resolve();
  const listen = async () => {
    sockets = await open();
    for (const socket of sockets)
      socket.listen(
        (datagram, address, from) =>
          port.receive(datagram, address, from, (answer) => socket.send(answer, from, address)),
        (err) => kernel.log.warn({ err }, 'a socket for CoA of home servers reported an error'),
      );
    kernel.log.info({ port: sockets[0]?.port }, 'CoA of home servers is listened for');
  };
  const follow = async () => {
    if (port.isWanted === sockets.length > 0) return;
    if (port.isWanted) return listen();
    const open = sockets;
    sockets = [];
    await closeAll(open);
  };
  const wake = (): Promise<void> => {
    work = work
      .then(follow)
      .catch((err: unknown) =>
        kernel.log.error({ err }, 'CoA of home servers cannot be listened for; it is tried again'),
      );
    return work;
  };
  const unfollow = directory.onChange(() => void wake());
  const timer = setInterval(() => void wake(), SWEEP_MS);
  await wake();
  return {
    get port() {
      return sockets[0]?.port;
    },
    stop: async () => {
      unfollow();
      clearInterval(timer);
      await work;
      await closeAll(sockets);
      client.close();
    },
  };
};
