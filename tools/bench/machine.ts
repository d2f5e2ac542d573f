import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** The machine a bench ran on, by kind, and how busy it was before. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memory_gib: number;
  readonly system: string;
  readonly node: string;
  /** Processes that were running or wanted to, over the last minute. */
  readonly load: number;
}

const SHARED = 0.5;

/** Looks at the machine as it is now. */
export const lookAtMachine = (): Machine => {
  const all = cpus();
  return {
    cores: all.length,
    cpu: all[0]?.model.trim() ?? 'unknown',
    memory_gib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().replace(/[-+].*$/, '')}`,
    node: process.versions.node,
    load: loadavg()[0] ?? 0,
  };
};

/** Others used the machine before the bench began. */
const isShared = ({ load }: Machine): boolean => load > SHARED;

/** The machine in one line. */
export const machineLine = (machine: Machine): string => {
  const { cores, cpu, memory_gib, system, node, load } = machine;
  const shared = isShared(machine)
    ? ': **others used the machine**, so trust the ratios alone, and those by their spread'
    : '';
  return `${cores} cores, ${cpu}, ${memory_gib} GiB, ${system}, Node ${node}; load before the start ${load.toFixed(2)}${shared}`;
};

/** Whether a program can be run. */
export const hasProgram = (name: string): boolean => {
  try {
    execFileSync('/bin/sh', ['-c', 'command -v "$0"', name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
