import { type AttributeToSend, encodeAttributes, type Vendor } from '@isp/radius';
import type { PoolKind } from '../core/pool.ts';
import type { PoolRow } from '../store/pools.ts';

/** The pools of an access, by code, one a kind. */
export type PoolCodes = Readonly<Record<PoolKind, string | null>>;

const KINDS: readonly PoolKind[] = ['ipv4', 'ipv6-prefix', 'ipv6-delegated'];

const named = (row: PoolRow & { readonly nas_pool: string }, vendor: Vendor): Buffer => {
  if (row.kind === 'ipv6-delegated') return vendor.delegated_pool(row.nas_pool);
  const name: AttributeToSend['name'] = row.kind === 'ipv4' ? 'Framed-Pool' : 'Framed-IPv6-Pool';
  return encodeAttributes([{ name, value: row.nas_pool }]).bytes;
};

/** Every pool in memory, by code. What is made of them is good for one `version`. */
export class Pools {
  #byCode = new Map<string, PoolRow>();
  version = 0;

  /** Takes all pools anew. */
  set(rows: readonly PoolRow[]): void {
    this.#byCode = new Map(rows.map((row) => [row.code, row]));
    this.version++;
  }

  /** The pools of ours among these: those that addresses are assigned from. */
  ours(codes: PoolCodes): PoolRow[] {
    return this.#of(codes).filter((row) => row.nas_pool === null);
  }

  /** What names the pools that the NAS keeps, encoded (RFC 2869 5.18, RFC 3162 2.6, RFC 6911 3.4). */
  attributes(codes: PoolCodes, vendor: Vendor): Buffer {
    return Buffer.concat(
      this.#of(codes).flatMap((row) =>
        row.nas_pool === null ? [] : [named({ ...row, nas_pool: row.nas_pool }, vendor)],
      ),
    );
  }

  #of(codes: PoolCodes): PoolRow[] {
    return KINDS.flatMap((kind) => this.#byCode.get(codes[kind] ?? '') ?? []);
  }
}
