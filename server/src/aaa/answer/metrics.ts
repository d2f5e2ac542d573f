import { Counter, Gauge, type Registry } from 'prom-client';
import type { Batcher } from '../accounting/batcher.ts';
import type { Logbook } from '../accounting/logbook.ts';
import type { Directory } from '../directory/directory.ts';
import type { PasswordChecks } from '../passwords/password-checks.ts';
import { measureHomes } from '../proxy/metrics.ts';
import type { Proxying } from '../proxy.ts';
import { DISCARDS, type Discards, type Refusal } from './discards.ts';
import type { Door } from './door.ts';

interface Measured {
  readonly door: Door;
  readonly batcher: Batcher;
  readonly logbook: Logbook;
  readonly discards: Discards;
  readonly passwords: PasswordChecks;
  readonly directory: Directory;
  readonly proxying: Pick<Proxying, 'homes' | 'proxy' | 'deliverer'>;
  /** The thread that signs and sends answers when many wait, where there is one. */
  readonly second: { readonly answers: number } | undefined;
  /** RADIUS over TLS. */
  readonly radsec: { readonly open: number; readonly refused: Readonly<Record<Refusal, number>> };
}

/** A counter that is set, when asked, to what was counted elsewhere: the packets' way counts in plain numbers. */
const counted = (
  registry: Registry,
  name: string,
  help: string,
  label: string,
  values: () => Iterable<readonly [string, number]>,
): void => {
  const counter: Counter = new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect: () => {
      counter.reset();
      for (const [key, value] of values()) counter.inc({ [label]: key }, value);
    },
  });
};

const gauge = (registry: Registry, name: string, help: string, value: () => number): void => {
  const one: Gauge = new Gauge({ name, help, registers: [registry], collect: () => one.set(value()) });
};

/** Shows in `/metrics` what the RADIUS door does. */
export const measureRadius = (registry: Registry, measured: Measured): void => {
  const { door, batcher, logbook, discards, passwords, directory, radsec, second } = measured;
  counted(registry, 'isp_radius_logins_total', 'Log-ins by how they ended.', 'outcome', () =>
    Object.entries(door.logIns),
  );
  counted(registry, 'isp_radius_discards_total', 'Datagrams that got no answer, by reason.', 'reason', () =>
    DISCARDS.map((reason, i) => [reason, discards.totals[i] as number] as const),
  );
  counted(
    registry,
    'isp_radius_answers_total',
    'Answers that another thread signed and sent, as in a flood.',
    'by',
    () => [['second sender', second?.answers ?? 0]],
  );
  counted(registry, 'isp_radius_packets_total', 'Other packets, by kind.', 'kind', () => Object.entries(door.counts));
  counted(
    registry,
    'isp_radius_accounting_total',
    'Accounting: records stored, rows and batches written, failed writes, records acknowledged before their rows were written.',
    'what',
    () => Object.entries({ ...batcher.counts, ahead: batcher.journal.kept }),
  );
  gauge(
    registry,
    'isp_radius_accounting_waiting',
    'Accounting records whose rows are not written yet.',
    () => batcher.waiting,
  );
  gauge(registry, 'isp_radius_logins_dropped', 'Log-ins not logged, for want of room.', () => logbook.dropped);
  gauge(registry, 'isp_radius_eap_conversations', 'EAP conversations under way.', () => door.conversations);
  gauge(registry, 'isp_radius_eap_resumed', 'EAP conversations that came back to a TLS session.', () => door.resumed);
  gauge(registry, 'isp_radius_sessions_online', 'Sessions the limit is counted from.', () => directory.online.count);
  gauge(
    registry,
    'isp_radius_passwords_waiting',
    'Passwords that a slow hash looks at or is to.',
    () => passwords.underWay,
  );
  gauge(registry, 'isp_radius_radsec_connections', 'Connections of NASes over TLS.', () => radsec.open);
  counted(registry, 'isp_radius_radsec_refused_total', 'Connections over TLS refused, by reason.', 'reason', () =>
    Object.entries(radsec.refused),
  );
  measureHomes(registry, measured.proxying);
  gauge(registry, 'isp_radius_users', 'Users in the directory.', () => directory.users.count);
  gauge(registry, 'isp_radius_directory_fresh', '1 when the directory is current.', () => (directory.fresh ? 1 : 0));
};
