import { type SessionKey, type Vendor, vendorOf } from '@isp/radius';
import type { Instant } from '@isp/values';

/** What can be changed in a living session by CoA. */
export type Change = 'rate' | 'wall';

/** How often a NAS refused a change as unsupported; `is_enough` when it is not asked for it any more. */
interface Refusal {
  readonly change: Change;
  readonly is_enough: boolean;
  readonly times: number;
  readonly error_cause: number;
  readonly last_at: Instant;
}

/** What is known of how a NAS is spoken to, beside its make: what an operator set (null: nothing), and what it does not support. */
export interface SpokenTo {
  readonly vendor: string;
  readonly coa_rate: boolean | null;
  readonly coa_wall: boolean | null;
  readonly session_keys: readonly string[] | null;
  readonly unsupported: readonly Change[];
}

/** Unsupported Attribute, Missing Attribute, Unsupported Service, Unsupported Extension, Administratively Prohibited (RFC 5176 3.5). */
const UNSUPPORTED: readonly number[] = [401, 402, 405, 406, 501];

/** True for an Error-Cause that says the NAS cannot do it, whatever the session. */
export const isUnsupported = (errorCause: number | null): boolean =>
  errorCause !== null && UNSUPPORTED.includes(errorCause);

/** Whether a change is made by CoA, and who says so: the make's row, an operator, or the NAS by refusing it. */
interface ChangeAbility {
  readonly able: boolean;
  readonly because: 'make' | 'operator' | 'refused';
  readonly set: boolean | null;
  readonly refused: Pick<Refusal, 'times' | 'error_cause' | 'last_at'> | null;
}

/** What a NAS can be told about a living session, and what it finds it by. */
interface Capability {
  readonly rate: ChangeAbility;
  readonly wall: ChangeAbility;
  readonly session_keys: SessionKey[];
  readonly session_keys_because: 'make' | 'operator';
}

const setOf = (nas: Pick<SpokenTo, 'coa_rate' | 'coa_wall'>, change: Change): boolean | null =>
  change === 'rate' ? nas.coa_rate : nas.coa_wall;

/** The row by which a NAS is spoken to: an operator's word before what it refused, that before its make's. */
export const spokenAs = (nas: SpokenTo): Vendor => {
  const vendor = vendorOf(nas.vendor);
  const able = (change: Change): boolean =>
    setOf(nas, change) ?? (vendor.coa_changes[change] && !nas.unsupported.includes(change));
  return {
    ...vendor,
    coa_changes: { rate: able('rate'), wall: able('wall') },
    session_keys: (nas.session_keys as readonly SessionKey[] | null) ?? vendor.session_keys,
  };
};

const changeOf = (nas: SpokenTo, change: Change, refusals: readonly Refusal[]): ChangeAbility => {
  const refused = refusals.find((one) => one.change === change);
  const set = setOf(nas, change);
  const isRefused = nas.unsupported.includes(change);
  return {
    able: spokenAs(nas).coa_changes[change],
    because: set !== null ? 'operator' : isRefused && vendorOf(nas.vendor).coa_changes[change] ? 'refused' : 'make',
    set,
    refused: refused ? { times: refused.times, error_cause: refused.error_cause, last_at: refused.last_at } : null,
  };
};

/** What a NAS can do by CoA, with who says so. */
export const capabilityOf = (nas: Omit<SpokenTo, 'unsupported'>, refusals: readonly Refusal[]): Capability => {
  const unsupported = refusals.filter(({ is_enough }) => is_enough).map(({ change }) => change);
  const all = { ...nas, unsupported };
  return {
    rate: changeOf(all, 'rate', refusals),
    wall: changeOf(all, 'wall', refusals),
    session_keys: [...spokenAs(all).session_keys],
    session_keys_because: nas.session_keys === null ? 'make' : 'operator',
  };
};
