import { type DestinationStream, type Logger, pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';

export type { Logger } from 'pino';

/** Field names whose values never reach a log. */
const REDACTED = [
  'password',
  'password_hash',
  'secret',
  'token',
  'authorization',
  'cookie',
  'client_secret',
  'refresh_token',
  'access_token',
  'code_verifier',
  'card',
];

/** The structured log of a process: JSON lines, secrets redacted at any of the first three depths. */
export const createLogger = (level: string, role: string, to?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: { role, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: REDACTED.flatMap((f) => [f, `*.${f}`, `*.*.${f}`]), censor: '[redacted]' },
      serializers: { err: pino.stdSerializers.err },
    },
    to ?? pino.destination({ dest: 2, sync: true }),
  );

/** The process's metrics for `/metrics`, the runtime's own included. */
export const createMetrics = (role: string): Registry => {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  return registry;
};
