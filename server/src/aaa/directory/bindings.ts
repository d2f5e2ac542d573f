import { ANY, type BindingKind, type Bound, LEARN, type Learned } from '../core/binding.ts';
import { octetsOfId } from '../core/line.ts';
import { stationNumber } from '../core/station.ts';
import { vlanNumber } from '../core/vlan.ts';

/** What a credential's row says it is bound to. */
export interface BoundRow {
  readonly mac: string | null;
  readonly port: string | null;
  readonly port_nas_id: string | null;
  readonly vlan: string | null;
  /** Of which the first that comes is pinned. */
  readonly learn: readonly BindingKind[];
}

interface BoundPort {
  readonly port: Buffer;
  readonly nas: Buffer;
}

const NO_OCTETS = Buffer.alloc(0);
const TO_LEARN: BoundPort = { port: NO_OCTETS, nas: NO_OCTETS };

const grown = (array: Float64Array, size: number): Float64Array => {
  const larger = new Float64Array(size);
  larger.set(array);
  return larger;
};

const stationOf = (mac: string | null, learn: readonly BindingKind[]): number => {
  if (mac === null) return learn.includes('mac') ? LEARN : ANY;
  const octets = Buffer.from(mac);
  return stationNumber(octets, 0, octets.length);
};

const vlanOf = (vlan: string | null, learn: readonly BindingKind[]): number => {
  if (vlan !== null) return vlanNumber(vlan);
  return learn.includes('vlan') ? LEARN : ANY;
};

const portOf = ({ port, port_nas_id, learn }: BoundRow): BoundPort | undefined => {
  if (port === null) return learn.includes('port') ? TO_LEARN : undefined;
  return { port: octetsOfId(port), nas: Buffer.from((port_nas_id ?? '').replaceAll('-', ''), 'hex') };
};

/** What the users of a directory are bound to, by slot: two numbers each, and the ports of those who are bound to one. */
export class Bindings {
  #station: Float64Array;
  #vlan: Float64Array;
  #ports = new Map<number, BoundPort>();

  constructor(size: number) {
    this.#station = new Float64Array(size);
    this.#vlan = new Float64Array(size);
  }

  /** Binds the user of a slot as its row says. */
  set(slot: number, row: BoundRow): void {
    this.#station[slot] = stationOf(row.mac, row.learn);
    this.#vlan[slot] = vlanOf(row.vlan, row.learn);
    const port = portOf(row);
    if (port === undefined) this.#ports.delete(slot);
    else this.#ports.set(slot, port);
  }

  /** Binds the user of a slot to what was learned. */
  pin(slot: number, { station, vlan, port, port_nas }: Learned): void {
    if (station !== undefined) this.#station[slot] = station;
    if (vlan !== undefined) this.#vlan[slot] = vlan;
    if (port !== undefined) this.#ports.set(slot, { port, nas: port_nas ?? NO_OCTETS });
  }

  /** Lets what was learned be learned anew. */
  unpin(slot: number, { station, vlan, port }: Learned): void {
    if (station !== undefined) this.#station[slot] = LEARN;
    if (vlan !== undefined) this.#vlan[slot] = LEARN;
    if (port !== undefined) this.#ports.set(slot, TO_LEARN);
  }

  /** Reads what the user of a slot is bound to. */
  read(slot: number, bound: Bound): void {
    bound.station = this.#station[slot] as number;
    bound.vlan = this.#vlan[slot] as number;
    const port = this.#ports.size === 0 ? undefined : this.#ports.get(slot);
    bound.port = port?.port;
    bound.port_nas = port?.nas ?? NO_OCTETS;
  }

  /** Forgets the user of a slot. */
  drop(slot: number): void {
    this.#ports.delete(slot);
  }

  grow(size: number): void {
    this.#station = grown(this.#station, size);
    this.#vlan = grown(this.#vlan, size);
  }
}
