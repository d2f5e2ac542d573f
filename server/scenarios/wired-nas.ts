/**
 * Debian's `hostapd` as the switch of an 802.1X port and `wpa_supplicant` as who is plugged into it, each on a host of its own (a network namespace)
 * with a cable between them: a real NAS with log-ins, accounting and a port for Disconnect (its DAS), none of it ours.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { type Cabling, layCables, namespaceObstacle } from './network-namespaces.ts';

const has = (program: string, ...args: readonly string[]): boolean => {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ENOENT';
  }
};

const LIBFAKETIME = '/usr/$LIB/faketime/libfaketime.so.1';

const obstacle = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux';
  if (!has('hostapd', '-v')) return 'hostapd is not installed (Debian: hostapd)';
  if (!has('wpa_supplicant', '-v')) return 'wpa_supplicant is not installed (Debian: wpasupplicant)';
  if (!has('ip', '-V')) return 'ip is not installed (Debian: iproute2)';
  if (!has('faketime', '-v')) return 'faketime is not installed (Debian: faketime)';
  return namespaceObstacle();
};

/** Whether a wired NAS can be had here. Under CI it must be: there the story fails and says why it cannot. */
export const hasWiredNas = (): boolean => {
  const why = obstacle();
  if (why === undefined) return true;
  if (process.env.CI === 'true') throw new Error(`no wired NAS: ${why}`);
  console.log(`skipped: ${why}`);
  return false;
};

/** Where it asks, and by what secret. */
interface Server {
  readonly auth_port: number;
  readonly acct_port: number;
  readonly secret: string;
}

const DAS_PORT = 3799;

const switchLines = (dir: string, cabling: Cabling, { auth_port, acct_port, secret }: Server): string => `
interface=${cabling.port}
driver=wired
ctrl_interface=${dir}/hostapd
logger_stdout=-1
logger_stdout_level=0
ieee8021x=1
eap_reauth_period=0
use_pae_group_addr=1
own_ip_addr=${cabling.nas_address}
nas_identifier=switch-1
auth_server_addr=${cabling.our_address}
auth_server_port=${auth_port}
auth_server_shared_secret=${secret}
acct_server_addr=${cabling.our_address}
acct_server_port=${acct_port}
acct_server_shared_secret=${secret}
radius_das_port=${DAS_PORT}
radius_das_client=${cabling.our_address} ${secret}
radius_das_time_window=300
radius_das_require_event_timestamp=1
radius_das_require_message_authenticator=1
`;

const supplicantLines = (dir: string, network: readonly string[]): string => `
ctrl_interface=${dir}/wpa_supplicant
ap_scan=0
network={
  key_mgmt=IEEE8021X
  eapol_flags=0
${network.map((line) => `  ${line}\n`).join('')}}
`;

/** A program on one of the hosts, and what it has said. */
class Program {
  readonly #child: ChildProcess;
  output = '';

  constructor(host: string, command: readonly string[], env: Record<string, string>) {
    this.#child = spawn('ip', ['netns', 'exec', host, ...command], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (octets: Buffer) => {
        this.output += octets.toString();
      });
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'close');
    this.#child.kill(signal);
    await ended;
  }
}

const asked = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((done) => execFile(program, args, (_, stdout) => done(stdout)));

/** What the port says of itself, by its own names, and whether the two sides agree that it is open. */
interface PortState {
  readonly nas: Readonly<Record<string, string>>;
  readonly subscriber: Readonly<Record<string, string>>;
  readonly open: boolean;
}

const fields = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^([^=\n]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));

/** The switch, its port, and who is plugged in. */
export class WiredNas {
  readonly #dir = mkdtempSync(join(tmpdir(), 'isp-wired-'));
  readonly #cabling = layCables();
  #switch: Program | undefined;
  #supplicant: Program | undefined;
  #ahead_s = 0;

  /** The address it asks from and takes Disconnects at. */
  get address(): string {
    return this.#cabling.nas_address;
  }

  get coa_port(): number {
    return DAS_PORT;
  }

  /** What hostapd has said since it was started. */
  get said(): string {
    return this.#switch?.output ?? '';
  }

  /** What wpa_supplicant has said since it was plugged in. */
  get subscriberSaid(): string {
    return this.#supplicant?.output ?? '';
  }

  /** Writes a file for the configuration to name; gives its path. */
  file(name: string, text: string): string {
    const path = join(this.#dir, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  /** Switches the NAS on. */
  async start(server: Server): Promise<void> {
    this.#turnClock(0);
    const lines = this.file('hostapd.conf', switchLines(this.#dir, this.#cabling, server));
    const clock = {
      LD_PRELOAD: LIBFAKETIME,
      FAKETIME_TIMESTAMP_FILE: join(this.#dir, 'clock'),
      FAKETIME_NO_CACHE: '1',
    };
    this.#switch = new Program(this.#cabling.nas, ['hostapd', '-ddt', lines], clock);
    await eventually(() => {
      if (!this.said.includes('AP-ENABLED')) throw new Error(`hostapd: ${this.said.slice(-2000)}`);
    }, 10_000);
  }

  #turnClock(ahead_s: number): void {
    this.#ahead_s = ahead_s;
    renameSync(this.file('clock.new', `+${ahead_s}s\n`), join(this.#dir, 'clock'));
  }

  /** Lets so many seconds go by on the NAS's clock at once, and all that was to happen in them. */
  pass(seconds: number): void {
    this.#turnClock(this.#ahead_s + seconds);
  }

  /** Lets it forget who was there before: it hears nobody on a port for five seconds after it has shut it. */
  async #forget(): Promise<void> {
    this.pass(6);
    await eventually(
      async () => {
        if ((await this.#port()) !== '') throw new Error('hostapd knows somebody on its port still');
      },
      10_000,
      100,
    );
  }

  #port(): Promise<string> {
    return asked('hostapd_cli', ['-p', join(this.#dir, 'hostapd'), '-i', this.#cabling.port, 'all_sta']);
  }

  /** Plugs somebody in, who logs in by the lines of a `network` block of wpa_supplicant. */
  async plugIn(network: readonly string[]): Promise<void> {
    await this.#forget();
    const lines = this.file('supplicant.conf', supplicantLines(this.#dir, network));
    const { subscriber, socket } = this.#cabling;
    this.#supplicant = new Program(subscriber, ['wpa_supplicant', '-D', 'wired', '-i', socket, '-c', lines, '-dt'], {});
  }

  /** Says something to wpa_supplicant's control, such as `logoff`. */
  tell(...command: readonly string[]): Promise<string> {
    return asked('wpa_cli', ['-p', join(this.#dir, 'wpa_supplicant'), '-i', this.#cabling.socket, ...command]);
  }

  async state(): Promise<PortState> {
    const [all, own] = await Promise.all([this.#port(), this.tell('status')]);
    const [nas, subscriber] = [fields(all), fields(own)];
    const open = (nas.flags ?? '').includes('[AUTHORIZED]') && subscriber.suppPortStatus === 'Authorized';
    return { nas, subscriber, open };
  }

  /** Pulls the plug: what is plugged in is gone without a word. */
  async pullOut(): Promise<void> {
    await this.#supplicant?.end('SIGKILL');
    this.#supplicant = undefined;
  }

  /** Cuts the NAS's power. */
  async cutPower(): Promise<void> {
    await this.#switch?.end('SIGKILL');
    this.#switch = undefined;
  }

  async remove(): Promise<void> {
    await this.pullOut();
    await this.cutPower();
    this.#cabling.remove();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
