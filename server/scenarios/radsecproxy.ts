/** Debian's `radsecproxy`: takes RADIUS by UDP as a NAS sends it, and carries it over TLS. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/** Whether `radsecproxy` is installed. Under CI it must be: the story fails there without it. */
export const hasRadsecproxy = (): boolean => {
  try {
    execFileSync('radsecproxy', ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT' || process.env.CI === 'true') return true;
    console.log('skipped: radsecproxy is not installed (Debian: radsecproxy)');
    return false;
  }
};

/** How it comes to us, and by what; all PEM. */
interface Way {
  /** Where we listen for RadSec. */
  readonly port: number;
  readonly certificate_pem: string;
  readonly key_pem: string;
  readonly authority_pem: string;
  /** The DNS name our certificate has to say. */
  readonly name: string;
  /** What its own clients share with it. */
  readonly secret: string;
}

export interface Radsecproxy {
  /** Where it takes RADIUS by UDP. */
  readonly udp: number;
  /** What it has said so far. */
  readonly output: () => string;
  stop(): Promise<void>;
}

const freeUdpPort = (): Promise<number> =>
  new Promise((done) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });

const configuration = (way: Way, udp: number, dir: string): string => `
ListenUDP 127.0.0.1:${udp}
LogLevel 2
tls default {
  CACertificateFile ${dir}/authority.pem
  CertificateFile ${dir}/certificate.pem
  CertificateKeyFile ${dir}/certificate.key
}
client 127.0.0.1 {
  type udp
  secret "${way.secret}"
}
server 127.0.0.1 {
  type tls
  port ${way.port}
  secret radsec
  StatusServer auto
  CertificateNameCheck off
  MatchCertificateAttribute SubjectAltName:DNS:/^${way.name.replaceAll('.', '\\.')}$/
}
realm * {
  server 127.0.0.1
  accountingServer 127.0.0.1
}
`;

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', () => done()));

/** Starts one and waits until it takes packets. */
export const startRadsecproxy = async (way: Way): Promise<Radsecproxy> => {
  const dir = mkdtempSync(join(tmpdir(), 'isp-radsecproxy-'));
  const udp = await freeUdpPort();
  writeFileSync(join(dir, 'authority.pem'), way.authority_pem);
  writeFileSync(join(dir, 'certificate.pem'), way.certificate_pem);
  writeFileSync(join(dir, 'certificate.key'), way.key_pem, { mode: 0o600 });
  writeFileSync(join(dir, 'radsecproxy.conf'), configuration(way, udp, dir));
  const args = ['-f', '-c', join(dir, 'radsecproxy.conf'), '-i', join(dir, 'radsecproxy.pid')];
  const child = spawn('radsecproxy', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (octets: Buffer) => {
    output += octets.toString();
  });
  child.stderr.on('data', (octets: Buffer) => {
    output += octets.toString();
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await eventually(() => {
      if (!output.includes(`listening for udp on 127.0.0.1:${udp}`)) throw new Error(`radsecproxy: ${output}`);
    }, 10_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { udp, output: () => output, stop };
};
