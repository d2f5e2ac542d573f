import type { Id } from '@isp/values';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db.ts';
import { type Listening, listen } from '../../kernel/listen.ts';
import { uuidAt } from '../core/class.ts';
import { FRESH_MS } from '../core/profile.ts';
import { idOctets } from '../core/session-id.ts';
import { type EapTls, eapTls } from '../eap/tls-context.ts';
import { type RadsecTls, radsecTls } from '../radsec/tls-options.ts';
import { certificateRow } from '../store/certificate.ts';
import {
  activeNas,
  allDeviceUsers,
  allUsers,
  type Change,
  changesSince,
  countUsers,
  oldestRunning,
  type UserRow,
  usersOf,
} from '../store/directory.ts';
import { allOpen, openOf } from '../store/online.ts';
import { poolFacts } from '../store/pools.ts';
import { allVouchers, type VoucherRow, vouchersOf } from '../store/voucher-users.ts';
import { Clients } from './clients.ts';
import { DeviceUsers } from './device-users.ts';
import { Learnings } from './learnings.ts';
import { Online } from './online.ts';
import { Peers } from './peers.ts';
import { Pools } from './pools.ts';
import { loadRouting, NO_ROUTING, type Routing } from './routing.ts';
import type { User } from './user.ts';
import { Users } from './users.ts';
import { voucherUser } from './voucher-user.ts';

/** aaa's rows in memory: who may ask, who may log in, and what each deserves. */
export interface Directory {
  /** The users as they are now; take it anew for each packet, a full reading puts another in its place. */
  readonly users: Users;
  readonly clients: Clients;
  /** Who is online. */
  readonly online: Online;
  /** Who of the staff may log in to devices. */
  readonly devices: DeviceUsers;
  /** Who may come over TLS. */
  readonly peers: Peers;
  /** What EAP over TLS shows of us and trusts; `undefined` when no certificate is kept. */
  readonly tls: EapTls | undefined;
  /** What RadSec shows of us and trusts; `undefined` when no certificate is kept. The same object as long as it says the same. */
  readonly radsec: RadsecTls | undefined;
  /** Which realms are asked of others. The same object until it was read anew. */
  readonly routing: Routing;
  /** Called after NASes, home servers or certificates were read anew; gives what ends that. */
  onChange(follow: () => void): () => void;
  /** False when the database could not be read for a while: what it knows may be old. */
  readonly fresh: boolean;
  /** Reads now what changed; for those who cannot wait a few milliseconds. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

const PAGE = 5000;
const SOME = 2000;
/** Looked at every second: a million are gone through in less than a minute. */
const SOME_ONLINE = 20_000;
const POLL_MS = 1000;
const STALE_MS = 5000;
/** Changes are kept for a day; who was away half of it reads everything. */
const TOO_LONG_MS = 12 * 3_600_000;

interface State {
  users: Users;
  readonly online: Online;
  readonly clients: Clients;
  readonly peers: Peers;
  readonly pools: Pools;
  readonly devices: DeviceUsers;
  readonly learnings: Learnings;
  tls: EapTls | undefined;
  radsec: RadsecTls | undefined;
  routing: Routing;
  readonly followers: Set<() => void>;
  cursor: string;
  /** Changes read already that a transaction still open makes us see again. */
  seen: Set<bigint>;
  readAt: number;
}

const unsealed = (kernel: Kernel, row: UserRow): User[] => {
  try {
    return [{ ...row, password: row.password_sealed === null ? '' : kernel.secrets.open(row.password_sealed) }];
  } catch (err) {
    kernel.log.error({ err, username: row.username }, 'a password cannot be decrypted; this user cannot log in');
    return [];
  }
};

const unsealedVoucher = (kernel: Kernel, row: VoucherRow): User[] => {
  try {
    return [voucherUser(row, kernel.secrets.open)];
  } catch (err) {
    kernel.log.error(
      { err, voucher_id: uuidAt(row.ids, 16) },
      'a code cannot be decrypted; this voucher cannot log in',
    );
    return [];
  }
};

const loadNas = async (kernel: Kernel, state: State): Promise<void> => {
  const { clients, peers } = state;
  const rows = await activeNas(kernel.db);
  const all = rows.flatMap((row) => {
    try {
      const next = row.next_secret_sealed;
      const next_secret = next === null ? undefined : kernel.secrets.open(next);
      return [{ ...row, secret: kernel.secrets.open(row.secret_sealed), next_secret }];
    } catch (err) {
      kernel.log.error({ err, nas_id: row.id }, 'the secret of a NAS cannot be decrypted; its packets are discarded');
      return [];
    }
  });
  clients.set(all);
  peers.set(all);
  state.routing = await loadRouting(kernel);
};

const loadDevices = async (kernel: Kernel, { devices }: State): Promise<void> => {
  const rows = await allDeviceUsers(kernel.db);
  devices.set(
    rows.flatMap(({ username, level, password_sealed }) => {
      try {
        return [{ username, level, password: kernel.secrets.open(password_sealed) }];
      } catch (err) {
        kernel.log.error({ err, username }, 'a device password cannot be decrypted; it is not taken');
        return [];
      }
    }),
  );
};

const loadEap = async (kernel: Kernel): Promise<EapTls | undefined> => {
  const row = await certificateRow(kernel.db, 'eap');
  try {
    return row && eapTls(row, kernel.secrets.open(row.key_sealed));
  } catch (err) {
    kernel.log.error({ err }, 'the certificate for EAP cannot be used; EAP over TLS is not offered');
    return undefined;
  }
};

const inSnapshot = (kernel: Kernel, read: (tx: Tx) => Promise<void>): Promise<void> =>
  kernel.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);

const loadRadsec = async (kernel: Kernel, before: RadsecTls | undefined): Promise<RadsecTls | undefined> => {
  const row = await certificateRow(kernel.db, 'radsec');
  try {
    const now = row && radsecTls(row, kernel.secrets.open(row.key_sealed));
    return now?.mark === before?.mark ? before : now;
  } catch (err) {
    kernel.log.error({ err }, 'the certificate for RadSec cannot be used; it is not listened for');
    return undefined;
  }
};

const loadCertificates = async (kernel: Kernel, state: State): Promise<void> => {
  state.tls = await loadEap(kernel);
  state.radsec = await loadRadsec(kernel, state.radsec);
};

const loadPools = async (kernel: Kernel, { pools }: State): Promise<void> => pools.set(await poolFacts(kernel.db));

const loadUsers = async (kernel: Kernel, { learnings, pools }: State): Promise<Users> => {
  const users = new Users(await countUsers(kernel.db), pools, learnings);
  await inSnapshot(kernel, async (tx) => {
    for await (const page of allUsers(tx, PAGE))
      for (const row of page) for (const user of unsealed(kernel, row)) users.add(user);
    for await (const page of allVouchers(tx, PAGE))
      for (const row of page) for (const user of unsealedVoucher(kernel, row)) users.add(user);
  });
  return users;
};

const loadOnline = (kernel: Kernel, online: Online): Promise<void> =>
  inSnapshot(kernel, async (tx) => {
    for await (const page of allOpen(tx, PAGE)) for (const session of page) online.heard(session);
  });

const tell = ({ followers }: State): void => {
  for (const follow of followers) follow();
};

const loadAll = async (kernel: Kernel, state: State): Promise<void> => {
  const cursor = await oldestRunning(kernel.db);
  await loadNas(kernel, state);
  await loadCertificates(kernel, state);
  await loadPools(kernel, state);
  await loadDevices(kernel, state);
  state.users = await loadUsers(kernel, state);
  await loadOnline(kernel, state.online);
  state.cursor = cursor;
  state.seen.clear();
  state.readAt = performance.now();
  tell(state);
};

const rereadOnline = async (kernel: Kernel, online: Online, changes: readonly Change[]): Promise<void> => {
  const moment = online.moment;
  const keys = changes.map(({ account_id, row_id }) => ({ account_id: account_id ?? '', subscription_id: row_id }));
  const open = await openOf(kernel.db, keys);
  const bySubscription = Map.groupBy(open, (session) => session.subscription_id);
  for (const { row_id } of changes) online.set(row_id, bySubscription.get(row_id) ?? [], moment);
};

const vouchersAmong = async (kernel: Kernel, wanted: ReadonlyMap<Id, Id>, ids: readonly Id[]): Promise<User[]> => {
  const accounts = ids.map((id) => wanted.get(id) ?? '');
  return (await vouchersOf(kernel.db, accounts, ids)).flatMap((row) => unsealedVoucher(kernel, row));
};

const reread = async (kernel: Kernel, users: Users, changes: readonly Change[]): Promise<void> => {
  const wanted = new Map(changes.flatMap((c) => (c.account_id === null ? [] : [[c.row_id, c.account_id] as const])));
  const subscriptions = [...wanted.keys()];
  for (let i = 0; i < subscriptions.length; i += SOME) {
    const some = subscriptions.slice(i, i + SOME);
    const rows = await usersOf(
      kernel.db,
      some.map((id) => wanted.get(id) ?? ''),
      some,
    );
    const vouchers = rows.length < some.length ? await vouchersAmong(kernel, wanted, some) : [];
    const found = rows.flatMap((row) => unsealed(kernel, row));
    for (const id of some) users.drop(idOctets(id));
    for (const user of [...found, ...vouchers]) users.add(user);
  }
};

const catchUp = async (kernel: Kernel, state: State): Promise<void> => {
  if (performance.now() - state.readAt > TOO_LONG_MS) return loadAll(kernel, state);
  const { cursor, changes } = await changesSince(kernel.db, state.cursor);
  const news = changes.filter((change) => !state.seen.has(change.id));
  const isNews = (kind: Change['kind']): boolean => news.some((change) => change.kind === kind);
  if (isNews('nas')) await loadNas(kernel, state);
  if (isNews('device-user')) await loadDevices(kernel, state);
  if (isNews('certificate')) await loadCertificates(kernel, state);
  if (isNews('pool')) await loadPools(kernel, state);
  await reread(
    kernel,
    state.users,
    news.filter((change) => change.kind === 'subscription'),
  );
  await rereadOnline(
    kernel,
    state.online,
    news.filter((change) => change.kind === 'online'),
  );
  state.online.prune(kernel.clock.ms(), SOME_ONLINE);
  state.seen = new Set(changes.map((change) => change.id));
  state.cursor = cursor;
  state.readAt = performance.now();
  if (isNews('nas') || isNews('certificate')) tell(state);
};

/** Runs `work` when woken, one run at a time, once more when woken meanwhile. The promise is kept when a run that began after the call has ended. */
const onWake = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return begin();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
};

/**
 * Loads the directory and keeps it true: woken by the commit that changed a row (LISTEN), and by a poll every second in case that was missed. A
 * reading begins at the oldest transaction that was running at the reading before, so commits out of order are not missed; reading a row
 * twice does no harm. While the database is away it goes on with what it knows.
 */
export const openDirectory = async (kernel: Kernel): Promise<Directory> => {
  const pools = new Pools();
  const state: State = {
    pools,
    users: new Users(0, pools),
    online: new Online(FRESH_MS),
    clients: new Clients(),
    peers: new Peers(),
    devices: new DeviceUsers(),
    learnings: new Learnings(),
    tls: undefined,
    radsec: undefined,
    routing: NO_ROUTING,
    followers: new Set(),
    cursor: '0',
    seen: new Set(),
    readAt: 0,
  };
  await loadAll(kernel, state);
  const refresh = onWake(() => catchUp(kernel, state));
  const wake = () =>
    void refresh().catch((err) =>
      kernel.log.warn({ err }, 'the directory could not be read; it goes on with what it knows'),
    );
  const listening: Listening = await listen(kernel, { isp_aaa: wake }, wake);
  const timer = setInterval(wake, POLL_MS);
  return {
    get users() {
      return state.users;
    },
    clients: state.clients,
    online: state.online,
    peers: state.peers,
    devices: state.devices,
    get tls() {
      return state.tls;
    },
    get radsec() {
      return state.radsec;
    },
    get routing() {
      return state.routing;
    },
    onChange: (follow) => {
      state.followers.add(follow);
      return () => void state.followers.delete(follow);
    },
    get fresh() {
      return performance.now() - state.readAt < STALE_MS;
    },
    refresh,
    stop: async () => {
      clearInterval(timer);
      await listening.stop();
      await refresh().catch(() => undefined);
    },
  };
};
