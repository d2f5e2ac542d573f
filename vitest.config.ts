import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first: it begins first, so that it does not run alone in the end. */
const LONGEST = [
  'server/scenarios/clock.scenario.ts',
  'server/scenarios/crash.scenario.ts',
  'server/scenarios/rehearsal.scenario.ts',
  'server/scenarios/bill-run-cut.scenario.ts',
  'server/src/kernel/postgres/crash.test.ts',
  'server/src/kernel/postgres/postgres.test.ts',
  'server/scenarios/import.scenario.ts',
  'server/scenarios/contracts.scenario.ts',
  'server/scenarios/discounts.scenario.ts',
  'server/scenarios/late-usage-console.scenario.ts',
  'server/scenarios/subscription-console.scenario.ts',
  'server/scenarios/late-usage.scenario.ts',
  'server/scenarios/addresses.scenario.ts',
  'server/scenarios/console.scenario.ts',
  'server/scenarios/ledger-console.scenario.ts',
  'server/scenarios/clerks-month.scenario.ts',
];

const place = ({ moduleId }: TestSpecification): number => {
  const found = LONGEST.findIndex((path) => moduleId.endsWith(path));
  return found === -1 ? LONGEST.length : found;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

const TESTS = ['{values,radius,server,web,tools}/**/*.test.{ts,tsx}', 'server/scenarios/**/*.scenario.ts'];
const ELSEWHERE = ['**/node_modules/**', '**/dist/**'];
/** What lays cables to this machine. A browser drops what it is loading when the machine's network changes, so these run when no other does. */
const CABLING = ['server/scenarios/wired.scenario.ts'];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'tests', include: TESTS, exclude: [...ELSEWHERE, ...CABLING] } },
      { extends: true, test: { name: 'cabling', include: CABLING, exclude: ELSEWHERE, sequence: { groupOrder: 1 } } },
    ],
    globalSetup: ['server/src/kernel/test-cluster.ts'],
    // To end what hangs; on a machine that has other work to do a story takes many times as long.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // One more than the cores of a small machine: many wait, for timers, the database or a browser.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
