/** Debian's `eapol_test` (package eapoltest): wpa_supplicant's own EAP, as a phone or a laptop would use it through an access point. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether `eapol_test` is installed. Under CI it must be: the story fails there without it. */
export const hasEapolTest = (): boolean => {
  try {
    execFileSync('eapol_test', ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT' || process.env.CI === 'true') return true;
    console.log('skipped: eapol_test is not installed (Debian: eapoltest)');
    return false;
  }
};

/** How it ended, as the peer saw it. */
export interface PeerView {
  readonly success: boolean;
  /** Whether both sides came to the same key. */
  readonly same_keys: boolean;
  readonly output: string;
}

interface PeerOptions {
  /** For a method that gives no keys. */
  readonly keyless?: boolean;
  /** What the access point says its link carries. */
  readonly framed_mtu?: number;
  /** How often it logs in once more, by the session of before if it can. */
  readonly again?: number;
}

/** Logs in by the lines of a `network` block of wpa_supplicant. */
export const eapolTest = (
  port: number,
  secret: string,
  network: readonly string[],
  { keyless = false, framed_mtu, again = 0 }: PeerOptions = {},
): Promise<PeerView> => {
  const dir = mkdtempSync(join(tmpdir(), 'isp-eapol-'));
  const file = join(dir, 'peer.conf');
  const lines = [`key_mgmt=${keyless ? 'IEEE8021X' : 'WPA-EAP'}`, ...(keyless ? ['eapol_flags=0'] : []), ...network];
  writeFileSync(file, `network={\n${lines.map((line) => `  ${line}\n`).join('')}}\n`);
  const args = [
    ...(framed_mtu === undefined ? [] : ['-N', `12:d:${framed_mtu}`]),
    '-c',
    file,
    '-a',
    '127.0.0.1',
    '-p',
    String(port),
    '-s',
    secret,
    '-t',
    '10',
    ...(keyless ? ['-n'] : []),
    ...(again > 0 ? [`-r${again}`] : []),
  ];
  return new Promise((done) => {
    execFile('eapol_test', args, { maxBuffer: 1 << 24 }, (error, output) => {
      rmSync(dir, { recursive: true, force: true });
      done({
        success: error === null && output.trimEnd().endsWith('SUCCESS'),
        same_keys: /^MPPE keys OK: 1 +mismatch: 0$/m.test(output),
        output,
      });
    });
  });
};
