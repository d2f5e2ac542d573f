import { createSocket } from 'node:dgram';
import { updateNas } from '../../server/src/aaa/update-nas.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { createFakeNas, type FakeNas, type FakeNasOptions } from '../fake-nas/fake-nas.ts';
import { HOTSPOT, ROUTERS } from './catalogue.ts';
import type { World } from './day.ts';
import type { Router, RouterPlace } from './isp.ts';

const COA_PORT = 3799;

/** The port that could be bound at an address: the one asked for, or another; `undefined` where the address is not this machine's. */
const portAt = (address: string, port: number): Promise<number | undefined> => {
  const socket = createSocket('udp4');
  return new Promise((done) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      done(error.code === 'EADDRINUSE' && port !== 0 ? portAt(address, 0) : undefined);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      const { port: bound } = socket.address();
      socket.close(() => done(bound));
    });
  });
};

/** Places for the routers on this machine. Where only 127.0.0.1 is its own (macOS) there is one router. */
export const routerPlaces = async (): Promise<RouterPlace[]> => {
  const places: RouterPlace[] = [];
  for (const router of [...ROUTERS, HOTSPOT]) {
    const coa_port = await portAt(router.address, COA_PORT);
    if (coa_port !== undefined) places.push({ ...router, coa_port });
  }
  if (places.length > 0) return places;
  return [{ ...ROUTERS[0], address: '127.0.0.1', coa_port: (await portAt('127.0.0.1', COA_PORT)) ?? COA_PORT }];
};

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/** Opens a fake NAS for a router; one whose CoA port was taken meanwhile gets another. */
export const openRouter = async (
  { kernel, isp }: World,
  router: Router,
  server: FakeNasOptions['server'],
): Promise<FakeNas> => {
  const { secret, address, name: identifier, coa_port } = router;
  const options = { secret, address, identifier, server, now: () => kernel.clock.ms() };
  try {
    return await createFakeNas({ ...options, coa_port });
  } catch (error) {
    if (!isTaken(error)) throw error;
    const nas = await createFakeNas({ ...options, coa_port: 0 });
    await transact(kernel, isp.actors.network, (ctx) => updateNas(ctx, { id: router.id, coa_port: nas.coa_port }));
    return nas;
  }
};

/** Opens a fake NAS for each router of the ISP. */
export const openRouters = (world: World, server: FakeNasOptions['server']): Promise<FakeNas[]> =>
  Promise.all(world.isp.routers.map((router) => openRouter(world, router, server)));
