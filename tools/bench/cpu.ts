import { readdirSync, readFileSync } from 'node:fs';

/** What a process used, its ended children's share included, in clock ticks. */
interface Used {
  readonly parent: number;
  readonly ticks: number;
}

const TICK_US = 10_000;

const usedBy = (pid: number): Used | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map((field) => Number.parseInt(field, 10));
    const [parent, times] = [fields[1] ?? 0, fields.slice(11, 15)];
    return { parent, ticks: times.reduce((sum, n) => sum + n, 0) };
  } catch {
    return undefined;
  }
};

/**
 * Microseconds of CPU that these processes and all their children have used so far, in steps of a hundredth of a second. Unlike time by the clock it hardly
 * grows when others use the machine too. 0 where there is no /proc.
 */
export const cpuMicroseconds = (pids: readonly number[]): number => {
  let all: Map<number, Used>;
  try {
    const numbers = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => Number.parseInt(name, 10));
    all = new Map(
      numbers.flatMap((pid) => {
        const used = usedBy(pid);
        return used === undefined ? [] : [[pid, used] as const];
      }),
    );
  } catch {
    return 0;
  }
  const isOurs = (pid: number): boolean => pids.includes(pid) || (all.has(pid) && isOurs(all.get(pid)?.parent ?? 0));
  return [...all].reduce((sum, [pid, { ticks }]) => (isOurs(pid) ? sum + ticks * TICK_US : sum), 0);
};
