import { Counter, Gauge, type Registry } from 'prom-client';
import type { Deliverer } from './deliverer.ts';
import type { Homes } from './homes.ts';
import type { LogInProxy } from './log-in-proxy.ts';

interface Measured {
  readonly homes: Homes;
  readonly proxy: LogInProxy;
  readonly deliverer: Deliverer;
}

/** Shows in `/metrics` how home servers do, and what goes to them. */
export const measureHomes = (registry: Registry, { homes, proxy, deliverer }: Measured): void => {
  const registers = [registry];
  const up: Gauge = new Gauge({
    name: 'isp_radius_home_up',
    help: '1 when a home server answers, 0 when it is silent or dead.',
    labelNames: ['server', 'port'],
    registers,
    collect: () => {
      up.reset();
      for (const { server, kind, state } of homes.ports())
        up.set({ server: server.name, port: kind }, state === 'up' ? 1 : 0);
    },
  });
  const requests: Counter = new Counter({
    name: 'isp_radius_home_requests_total',
    help: 'Requests to home servers: asked, answered, unanswered in their time; answers that were distrusted.',
    labelNames: ['server', 'port', 'what'],
    registers,
    collect: () => {
      requests.reset();
      for (const { server, kind, counts } of homes.ports())
        for (const [what, n] of Object.entries(counts)) requests.inc({ server: server.name, port: kind, what }, n);
    },
  });
  const whats: Counter = new Counter({
    name: 'isp_radius_home_records_total',
    help: 'Accounting for home servers: stored, delivered, to be tried again.',
    labelNames: ['what'],
    registers,
    collect: () => {
      whats.reset();
      for (const [what, n] of Object.entries(deliverer.counts)) whats.inc({ what }, n);
    },
  });
  const ends: Counter = new Counter({
    name: 'isp_radius_home_logins_total',
    help: 'Log-ins of realms that are not ours, by what the home server said.',
    labelNames: ['outcome'],
    registers,
    collect: () => {
      ends.reset();
      for (const [outcome, n] of Object.entries(proxy.counts)) ends.inc({ outcome }, n);
    },
  });
  const waiting: Gauge = new Gauge({
    name: 'isp_radius_home_logins_waiting',
    help: 'Log-ins under way at home servers.',
    registers,
    collect: () => waiting.set(proxy.underWay),
  });
};
