/** For tests of ways in: one NAS on the wire with what may be sent by it, and credentials set and read. */
import { ATTRIBUTE, CODE, prepareSecret } from '@isp/radius';
import { eventually, SECRET, type Someone } from './aaa.fixture.ts';
import { addCredential } from './add-credential.ts';
import { bindCredential } from './bind-credential.ts';
import type { AddCredential, BindCredential, Credential } from './contract.ts';
import { readClass } from './core/class.ts';
import { listCredentials } from './list-credentials.ts';
import { updateNas } from './update-nas.ts';
import { by, type Fill, type Names, type NasSocket, request, valuesOf, Wire } from './wire.fixture.ts';

const DSL_FORUM = 3561;
const secret = prepareSecret(Buffer.from(SECRET));

export const all =
  (...fills: readonly Fill[]): Fill =>
  (w) => {
    for (const fill of fills) fill(w);
  };
export const password =
  (text: string): Fill =>
  (w) =>
    w.addUserPassword(Buffer.from(text), secret);
export const line =
  (circuit: string | Buffer | undefined, remote?: string): Fill =>
  (w) => {
    if (circuit) w.addVendorOctets(DSL_FORUM, 1, Buffer.from(circuit as string));
    if (remote) w.addVendorOctets(DSL_FORUM, 2, Buffer.from(remote));
  };
/** Whose session an answer begins. */
export const ownerIn = (answer: Buffer): string | undefined => {
  const [octets] = valuesOf(answer, ATTRIBUTE.class);
  return octets && readClass(octets, 0, octets.length)?.subscription_id;
};

interface Logged {
  readonly way: string;
  readonly reason: string;
  readonly detail: string | null;
  readonly outcome: string;
  readonly subscription_id: string | null;
}

export class Ways {
  readonly wire: Wire;
  readonly nas: NasSocket;

  private constructor(wire: Wire, nas: NasSocket) {
    this.wire = wire;
    this.nas = nas;
  }

  static async open(): Promise<Ways> {
    const wire = await Wire.open();
    return new Ways(wire, await wire.nas());
  }

  get run(): Wire['room']['database']['run'] {
    return this.wire.room.database.run;
  }

  refresh(): Promise<void> {
    return this.wire.server.directory.refresh();
  }

  async setNas(change: Partial<Parameters<typeof updateNas>[1]>): Promise<void> {
    await this.run((ctx) => updateNas(ctx, { id: this.wire.room.nas_id, ...change }));
    await this.refresh();
  }

  async add(one: Someone, input: Omit<AddCredential, 'account_id' | 'subscription_id'>): Promise<Credential> {
    const { account_id, subscription_id } = one;
    const made = await this.run((ctx) => addCredential(ctx, { account_id, subscription_id, ...input }));
    await this.refresh();
    return made;
  }

  /** The log-in of a kind that somebody has. */
  async credentialOf({ account_id }: Someone, kind = 'password'): Promise<Credential> {
    const { items } = await this.run((ctx) => listCredentials(ctx, { account_id }));
    const found = items.find((one) => one.kind === kind && one.state === 'active');
    if (!found) throw new Error('no log-in');
    return found;
  }

  async bind(one: Someone, input: Omit<BindCredential, 'account_id' | 'id'>): Promise<void> {
    const { id, account_id } = await this.credentialOf(one);
    await this.run((ctx) => bindCredential(ctx, { account_id, id, ...input }));
    await this.refresh();
  }

  ask(...fills: readonly (Fill | Names)[]): Promise<Buffer> {
    return this.nas.ask('auth', request(all(...fills.map((one) => (typeof one === 'function' ? one : by(one))))));
  }

  async outcome(...fills: readonly (Fill | Names)[]): Promise<'accept' | 'reject'> {
    return (await this.ask(...fills))[0] === CODE.access_accept ? 'accept' : 'reject';
  }

  /** Waits until the newest row of the log is such a one. */
  async lastLogged(check: (row: Logged) => boolean): Promise<Logged> {
    let last: Logged | undefined;
    try {
      return await eventually(async () => {
        last = await this.wire.db
          .selectFrom('aaa.login')
          .select(['way', 'reason', 'detail', 'outcome', 'subscription_id'])
          .orderBy('id', 'desc')
          .executeTakeFirst();
        return last && check(last) ? last : undefined;
      });
    } catch (cause) {
      throw new Error(`logged last: ${JSON.stringify(last)}`, { cause });
    }
  }
}
