import { randomBytes, randomInt } from 'node:crypto';
import { ATTRIBUTE, CODE, keepPacket, PacketView, type PacketWriter, parsePacket } from '@isp/radius';
import type { Clock } from '../../kernel/clock.ts';
import type { Logbook } from '../accounting/logbook.ts';
import { hashText } from '../core/choice.ts';
import type { Client } from '../directory/clients.ts';
import type { Directory } from '../directory/directory.ts';
import type { Route } from '../directory/routing.ts';
import type { HomePoolRow } from '../store/homes.ts';
import { filterAnswer } from './answer-filter.ts';
import { Asking, type Unanswered } from './asking.ts';
import { Conversations } from './conversations.ts';
import { forwardLogIn, type Received } from './forward.ts';
import type { Answered, HomePort } from './home-port.ts';
import type { Homes } from './homes.ts';

/** A route that leads to a pool. */
export interface ForeignRoute extends Route {
  readonly pool: HomePoolRow;
}

/** Why a request is not proxied, or its proxying came to nothing. */
export type ProxyDiscard = Unanswered | 'proxy-full' | 'proxy-loop';

/** What became of a log-in. */
export interface Proxied {
  readonly route: ForeignRoute;
  readonly end: Answered | ProxyDiscard;
}

interface ProxyOptions {
  readonly directory: Pick<Directory, 'routing'>;
  readonly homes: Homes;
  readonly logbook: Pick<Logbook, 'hasRoom' | 'login'>;
  readonly clock: Pick<Clock, 'ms'>;
}

/** Log-ins under way at home servers at once. */
const MOST = 16_000;

/** Text that PostgreSQL can hold. */

const isForeign = (route: Route | undefined): route is ForeignRoute => route?.pool !== undefined;

/** Log-ins of realms that are not ours: to a home server, and what it says back to the NAS. */
export class LogInProxy {
  readonly #options: ProxyOptions;
  readonly #asking = new Map<string, Asking>();
  readonly #conversations = new Conversations<HomePort>();
  /** What tells our own Proxy-State, so that a request that comes round is known. */
  readonly mark = Buffer.concat([Buffer.from('isp:'), randomBytes(8)]);
  readonly #answer = new PacketView();
  readonly counts = { accept: 0, reject: 0, challenge: 0, unanswered: 0 };

  constructor(options: ProxyOptions) {
    this.#options = options;
  }

  /** Log-ins under way at home servers. */
  get underWay(): number {
    return this.#asking.size;
  }

  /** Where a request goes that is none of ours; `undefined` when it is ours. Costs nothing while no realm is known. */
  routeOf(view: PacketView): ForeignRoute | undefined {
    const { realms } = this.#options.directory.routing;
    if (realms.isEmpty) return undefined;
    const i = view.find(ATTRIBUTE.user_name);
    if (i < 0) return undefined;
    const route = realms.find(view.bytes, view.start(i), view.size(i));
    return isForeign(route) ? route : undefined;
  }

  /** Asks the home servers of a route. `key` tells the request from others. Comes when there is an answer, or none to come. */
  ask(route: ForeignRoute, view: PacketView, client: Client, key: string): Promise<Proxied> {
    const refused = this.#refusal(view);
    if (refused !== undefined) return Promise.resolve({ route, end: refused });
    return new Promise((finish) => {
      const asking = new Asking({
        write: forwardLogIn(this.#received(route, view, client)),
        next: this.#chooser(route.pool, view, client),
        done: (end) => {
          this.#asking.delete(key);
          finish({ route, end });
        },
      });
      if (!asking.isOver) this.#asking.set(key, asking);
    });
  }

  /** The NAS repeats a request that is under way: it goes on as it was (RFC 5080 2.2.2). */
  again(key: string): void {
    this.#asking.get(key)?.again();
  }

  /** Begins the answer to the NAS, to be ended by the caller; the reason when there is none. Puts it into the log. */
  write({ route, end }: Proxied, view: PacketView, client: Client, writer: PacketWriter): ProxyDiscard | undefined {
    if (typeof end === 'object') {
      this.#writeAnswer(route, end, view, client, writer);
      return undefined;
    }
    this.counts.unanswered++;
    const isRejected = route.pool.when_dead === 'reject' && end !== 'proxy-loop';
    this.#log(route, view, client, isRejected ? 'reject' : 'silence', `no home server of ${route.pool.name} answered`);
    if (!isRejected) return end;
    writer.beginResponse(CODE.access_reject, view);
    return undefined;
  }

  stop(): void {
    for (const asking of [...this.#asking.values()]) asking.stop();
  }

  #refusal(view: PacketView): ProxyDiscard | undefined {
    if (this.#asking.size >= MOST) return 'proxy-full';
    for (let i = view.find(ATTRIBUTE.proxy_state); i >= 0; i = view.next(ATTRIBUTE.proxy_state, i))
      if (view.bytes.subarray(view.start(i), view.start(i) + view.size(i)).equals(this.mark)) return 'proxy-loop';
    return undefined;
  }

  /** The request as it came, with a view of its own: another home server may be asked later. */
  #received(route: ForeignRoute, view: PacketView, client: Client): Received {
    const { secret, address } = client;
    return { view: keepPacket(view), secret, address, strip: route.realm.strip, mark: this.mark };
  }

  /** A conversation goes on with whom it began with, and nobody else knows it; others are chosen by station and name. */
  #chooser(pool: HomePoolRow, view: PacketView, client: Client) {
    const { homes } = this.#options;
    const began = this.#conversations.find(client.nas_id, view);
    if (began !== undefined) return (asked: ReadonlySet<HomePort>) => (asked.has(began) ? undefined : began);
    const session = hashText(`${view.latin1(ATTRIBUTE.calling_station_id) ?? ''} ${view.latin1(ATTRIBUTE.user_name)}`);
    return (asked: ReadonlySet<HomePort>) => homes.choose(pool, 'auth', session, asked);
  }

  #writeAnswer(route: ForeignRoute, end: Answered, view: PacketView, client: Client, writer: PacketWriter): void {
    const answer = this.#answer;
    parsePacket(answer, end.datagram);
    writer.beginResponse(answer.code, view);
    filterAnswer(answer, writer, {
      from: { secret: end.server.secret, authenticator: end.authenticator },
      to: { secret: client.secret, authenticator: view.bytes.subarray(4, 20) },
      may_tunnel: route.realm.may_tunnel,
      salt: randomInt(2 ** 14),
      isOfRealm: (octets, at, size) =>
        this.#options.directory.routing.realms.find(octets, at, size)?.realm === route.realm,
    });
    this.#note(route, end, answer, view, client);
  }

  #note(route: ForeignRoute, { server }: Answered, answer: PacketView, view: PacketView, client: Client): void {
    if (answer.code === CODE.access_challenge) {
      this.counts.challenge++;
      const port = this.#options.homes.port(server.id, 'auth');
      if (port !== undefined) this.#conversations.remember(client.nas_id, answer, port);
      return;
    }
    const outcome = answer.code === CODE.access_accept ? 'accept' : 'reject';
    this.counts[outcome]++;
    this.#log(route, view, client, outcome, `${outcome}ed by home server ${server.name}`);
  }

  #log(
    route: ForeignRoute,
    view: PacketView,
    client: Client,
    outcome: 'accept' | 'reject' | 'silence',
    words: string,
  ): void {
    const { logbook, clock } = this.#options;
    if (!logbook.hasRoom) return;
    logbook.login({
      at_ms: clock.ms(),
      ids: client.nas_octets,
      ids_at: -1,
      nas: client.nas_octets,
      view,
      username: undefined,
      outcome,
      reason: `realm ${route.name}: ${words}`,
      detail: undefined,
      way: 'password',
    });
  }
}
