import type { Id } from '@isp/values';
import type { Clock } from '../../kernel/clock.ts';
import { choose } from '../core/choice.ts';
import type { Directory } from '../directory/directory.ts';
import type { HomeServer, Routing } from '../directory/routing.ts';
import type { HealthRow, HomePoolRow } from '../store/homes.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';
import { HomePort } from './home-port.ts';

/** How a port of a home server is reached. */
export type Reach = (server: HomeServer, kind: HealthRow['port'], events: CarrierEvents) => Carrier;

interface HomesOptions {
  readonly directory: Pick<Directory, 'routing' | 'onChange'>;
  readonly clock: Clock;
  readonly reach: Reach;
  readonly signs: (server: HomeServer) => void;
  /** A port of a home server does otherwise than before. */
  readonly changed: (port: HomePort, before: HealthRow['state']) => void;
}

/** The ports of one home server: by RadSec both are one. */
interface Home {
  readonly mark: string;
  readonly auth: HomePort;
  readonly acct: HomePort;
}

const TICK_MS = 250;

const portsOf = ({ auth, acct }: Home): HomePort[] => (auth === acct ? [auth] : [auth, acct]);

/** The home servers there are, as they are known in the directory: one that changed begins anew, one that stays the same goes on. */
export class Homes {
  readonly #options: HomesOptions;
  readonly #homes = new Map<Id, Home>();
  readonly #timer: NodeJS.Timeout;
  readonly #unfollow: () => void;
  #routing: Routing | undefined;

  constructor(options: HomesOptions) {
    this.#options = options;
    this.#unfollow = options.directory.onChange(() => this.#follow());
    this.#follow();
    this.#timer = setInterval(() => {
      for (const port of this.ports()) port.tick();
    }, TICK_MS);
  }

  /** Every port of every home server. */
  ports(): HomePort[] {
    return [...this.#homes.values()].flatMap(portsOf);
  }

  /** The pools a home server is in. */
  poolsOf(server: Id): Id[] {
    const { pools } = this.#options.directory.routing;
    return pools.filter(({ members }) => members.some((m) => m.server_id === server)).map(({ id }) => id);
  }

  pool(id: Id): HomePoolRow | undefined {
    return this.#options.directory.routing.pools.find((pool) => pool.id === id);
  }

  /** Who of a pool is to be asked for a session, of those that were not asked yet. */
  choose(
    pool: HomePoolRow,
    kind: 'auth' | 'acct',
    session: number,
    asked: ReadonlySet<HomePort>,
  ): HomePort | undefined {
    const candidates = pool.members.flatMap(({ server_id, weight }) => {
      const port = this.#homes.get(server_id)?.[kind];
      return port === undefined || asked.has(port) ? [] : [{ id: server_id, weight, rank: port.rank, port }];
    });
    return choose(candidates, pool.mode, session)?.port;
  }

  /** A port of one home server, dead or not. */
  port(server: Id, kind: 'auth' | 'acct'): HomePort | undefined {
    return this.#homes.get(server)?.[kind];
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#unfollow();
    for (const port of this.ports()) port.close();
  }

  #follow(): void {
    const { routing } = this.#options.directory;
    if (routing === this.#routing) return;
    this.#routing = routing;
    const wanted = new Map(routing.servers.map((server) => [server.id, server]));
    for (const [id, home] of this.#homes) {
      if (wanted.get(id)?.mark === home.mark) continue;
      for (const port of portsOf(home)) port.close();
      this.#homes.delete(id);
    }
    for (const server of wanted.values())
      if (!this.#homes.has(server.id)) this.#homes.set(server.id, this.#open(server));
  }

  #open(server: HomeServer): Home {
    const { clock, reach, signs, changed } = this.#options;
    const port = (kind: HealthRow['port']) =>
      new HomePort(server, kind, (events) => reach(server, kind, events), clock, { changed, signs });
    if (server.transport === 'radsec') {
      const both = port('radsec');
      return { mark: server.mark, auth: both, acct: both };
    }
    return { mark: server.mark, auth: port('auth'), acct: port('acct') };
  }
}
