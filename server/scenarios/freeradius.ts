/** Debian's FreeRADIUS as somebody else's home server, in a configuration of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../src/aaa/eap/certificates.fixture.ts';
import { eventually } from './eventually.ts';
import { freeUdpPort } from './free-udp-port.ts';

/** Whether `freeradius` is installed. Under CI it must be: the story fails there without it. */
export const hasFreeradius = (): boolean => {
  try {
    execFileSync('freeradius', ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT' || process.env.CI === 'true') return true;
    console.log('skipped: freeradius is not installed (Debian: freeradius)');
    return false;
  }
};

export interface Freeradius {
  readonly auth: number;
  readonly acct: number;
  readonly secret: string;
  /** The accounting records it has taken, as it writes them. */
  readonly records: () => string;
  readonly output: () => string;
  /** Begins again after a stop, with all it had. */
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): void;
}

const SECRET = 'between an ISP and a home server';

const base = (dir: string): string => `
prefix = /usr
libdir = /usr/lib/freeradius
logdir = ${dir}
run_dir = ${dir}
db_dir = ${dir}
max_request_time = 30
cleanup_delay = 5
max_requests = 4096
log { destination = stdout }
security { allow_core_dumps = no
  max_attributes = 200
  reject_delay = 0
  status_server = yes
}
thread pool { start_servers = 2
  max_servers = 4
  min_spare_servers = 1
  max_spare_servers = 2
}
client us { ipaddr = 127.0.0.1
  secret = "${SECRET}"
  require_message_authenticator = yes
}
`;

const modules = (dir: string): string => `
modules {
  pap {
  }
  chap {
  }
  mschap { use_mppe = yes
    require_encryption = yes
    require_strong = yes
  }
  files { usersfile = ${dir}/users }
  detail { filename = ${dir}/detail
    permissions = 0600
  }
  eap { default_eap_type = peap
    timer_expire = 60
    tls-config tls-common { private_key_file = ${dir}/server.key
      certificate_file = ${dir}/server.pem
      ca_file = ${dir}/authority.pem
      tls_min_version = "1.2"
      tls_max_version = "1.2"
    }
    peap { tls = tls-common
      default_eap_type = mschapv2
      virtual_server = inner
    }
    mschapv2 {
    }
    md5 {
    }
  }
}
`;

const servers = (auth: number, acct: number): string => `
server default {
  listen { type = auth
    ipaddr = 127.0.0.1
    port = ${auth}
  }
  listen { type = acct
    ipaddr = 127.0.0.1
    port = ${acct}
  }
  authorize {
    chap
    mschap
    eap {
      ok = return
    }
    files
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
    Auth-Type CHAP {
      chap
    }
    Auth-Type MS-CHAP {
      mschap
    }
    eap
  }
  accounting {
    detail
  }
}
server inner {
  authorize {
    mschap
    eap {
      ok = return
    }
    files
    pap
  }
  authenticate {
    Auth-Type MS-CHAP {
      mschap
    }
    eap
  }
}
`;

const USERS = `
bob@example.net Cleartext-Password := "pw-bob"
  Framed-IP-Address = 10.9.8.7,
  Filter-Id = "of the home server's own",
  Session-Timeout = 1800

eve Cleartext-Password := "pw-eve"
`;

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', () => done()));

/** Writes its configuration and starts it: bob@example.net and eve are its users. */
export const startFreeradius = async (): Promise<Freeradius> => {
  const dir = mkdtempSync(join(tmpdir(), 'isp-freeradius-'));
  const [auth, acct] = [await freeUdpPort(), await freeUdpPort()];
  const authority = await makeAuthority('An authority of the home server');
  const { pem, key_pem } = await authority.issue('home.example.net', 'server');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'authority.pem'), authority.pem);
  writeFileSync(join(dir, 'server.pem'), pem);
  writeFileSync(join(dir, 'server.key'), key_pem, { mode: 0o600 });
  writeFileSync(join(dir, 'users'), USERS);
  writeFileSync(join(dir, 'radiusd.conf'), base(dir) + modules(dir) + servers(auth, acct));
  let child: ChildProcess | undefined;
  let output = '';
  const start = async () => {
    output = '';
    child = spawn('freeradius', ['-d', dir, '-n', 'radiusd', '-fxx', '-l', 'stdout'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (octets: Buffer) => {
        output += octets.toString();
      });
    await eventually(() => {
      if (!output.includes('Ready to process requests')) throw new Error(`freeradius: ${output.slice(-2000)}`);
    }, 20_000);
  };
  const stop = async () => {
    child?.kill('SIGKILL');
    if (child) await ended(child);
  };
  await start();
  return {
    auth,
    acct,
    secret: SECRET,
    records: () => {
      try {
        return readFileSync(join(dir, 'detail'), 'utf8');
      } catch {
        return '';
      }
    },
    output: () => output,
    start,
    stop,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
};
