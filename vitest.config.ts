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

export default defineConfig({
  test: {
    include: ['{values,radius,server,web,tools}/**/*.test.{ts,tsx}', 'server/scenarios/**/*.scenario.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
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
