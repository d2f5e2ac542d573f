/** Debian's `radsecproxy`: takes RADIUS by UDP as a NAS sends it, and carries it over TLS. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freeUdpPort } from './free-udp-port.ts';

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

const write = (dir: string, files: Pick<Way, 'authority_pem' | 'certificate_pem' | 'key_pem'>, text: string): void => {
  writeFileSync(join(dir, 'authority.pem'), files.authority_pem);
  writeFileSync(join(dir, 'certificate.pem'), files.certificate_pem);
  writeFileSync(join(dir, 'certificate.key'), files.key_pem, { mode: 0o600 });
  writeFileSync(join(dir, 'radsecproxy.conf'), text);
};

const run = async (dir: string, isReady: (output: string) => boolean): Promise<Omit<Radsecproxy, 'udp'>> => {
  const args = ['-f', '-c', join(dir, 'radsecproxy.conf'), '-i', join(dir, 'radsecproxy.pid')];
  const child = spawn('radsecproxy', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (octets: Buffer) => {
      output += octets.toString();
    });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await eventually(() => {
      if (!isReady(output)) throw new Error(`radsecproxy: ${output}`);
    }, 10_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { output: () => output, stop };
};

/** Starts one and waits until it takes packets. */
export const startRadsecproxy = async (way: Way): Promise<Radsecproxy> => {
  const dir = mkdtempSync(join(tmpdir(), 'isp-radsecproxy-'));
  const udp = await freeUdpPort();
  write(dir, way, configuration(way, udp, dir));
  return { udp, ...(await run(dir, (output) => output.includes(`listening for udp on 127.0.0.1:${udp}`))) };
};

/** What it hands on to a home server that knows UDP only. */
interface Front {
  /** Where it is to listen for RADIUS over TLS. */
  readonly tcp: number;
  readonly certificate_pem: string;
  readonly key_pem: string;
  readonly authority_pem: string;
  readonly home: { readonly auth: number; readonly acct: number; readonly secret: string };
}

const frontConfiguration = ({ tcp, home }: Front, dir: string): string => `
ListenTLS 127.0.0.1:${tcp}
LogLevel 2
tls default {
  CACertificateFile ${dir}/authority.pem
  CertificateFile ${dir}/certificate.pem
  CertificateKeyFile ${dir}/certificate.key
}
client 127.0.0.1 {
  type tls
  secret radsec
  CertificateNameCheck off
}
server auth {
  host 127.0.0.1
  type udp
  port ${home.auth}
  secret "${home.secret}"
}
server acct {
  host 127.0.0.1
  type udp
  port ${home.acct}
  secret "${home.secret}"
}
realm * {
  server auth
  accountingServer acct
}
`;

/** Starts one that takes RADIUS over TLS and hands it on by UDP. */
export const startRadsecFront = async (front: Front): Promise<Omit<Radsecproxy, 'udp'>> => {
  const dir = mkdtempSync(join(tmpdir(), 'isp-radsecproxy-'));
  write(dir, front, frontConfiguration(front, dir));
  return run(dir, (output) => output.includes(`listening for tls on 127.0.0.1:${front.tcp}`));
};
