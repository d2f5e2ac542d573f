/** For tests: a user of the directory. */
import { randomBytes } from 'node:crypto';
import type { User } from './user.ts';

/** A user of a subscription of its own, who may log in by name and password and deserves nothing in particular, but for what is said. */
export const anyUser = (change: Partial<User> & Pick<User, 'username' | 'password'>): User => ({
  ids: randomBytes(32),
  password_kind: 'clear',
  kind: 'password',
  line_nas_id: null,
  circuit_id: null,
  remote_id: null,
  mac: null,
  port: null,
  port_nas_id: null,
  vlan: null,
  learn: [],
  stamp: 1,
  simultaneous: 1,
  octets_left: null,
  ends_after_octets: null,
  ends_after_s: null,
  session_octets: null,
  counts_time: null,
  mode: 'allow',
  reason: 'active',
  rate_down_kbps: 1000,
  rate_up_kbps: 1000,
  framed_ip: null,
  framed_ipv6_prefix: null,
  delegated_ipv6_prefix: null,
  used_at: null,
  ipv4_pool: null,
  ipv6_prefix_pool: null,
  ipv6_delegated_pool: null,
  session_timeout_s: null,
  ends_at: null,
  ...change,
});
