import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const servers = { globalSetup: ['test/support/global-setup.ts'], testTimeout: 180_000, hookTimeout: 180_000 };

/** What brings up engines or processes; it takes longest. */
const FLOORS = [
  'test/integration/{engine,events,launcher,support}/*.test.ts',
  'test/integration/{api-client,lists-import-kill,service-start,sip-door,tls,watching}.test.ts',
];

/** Floors first, so that no core is idle at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = (file: TestSpecification): boolean => file.project.name === 'integration-floors';
    return [...sorted.filter(long), ...sorted.filter((file) => !long(file))];
  }
}

/**
 * A project per suite, of integration two: `npx vitest run --project 'integration*'`, or any path. All but the unit tests get
 * Postgres and Redis.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    sequence: { sequencer: LongFirst },
    projects: [
      // One process for all: they are pure, and to start one for each costs more than most of them.
      {
        extends: true,
        // They run at lowest priority beside the suite on the real Asterisk (docs/decisions/0020): no time is promised to them.
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false, testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration-floors',
          include: FLOORS,
          ...servers,
          // They mostly wait for time to pass, each on stores of its own: one after the other they take ten minutes.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: FLOORS,
          ...servers,
          maxWorkers: 3,
          // The modules of src keep no state, and reading them anew takes more than many of these files do. What brings up
          // a floor has a process to itself: whatever a failed test leaves at work there ends with it.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'contract', include: ['test/contract/**/*.test.ts'], ...servers } },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          ...servers,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // Each brings up real Asterisks and measures nothing, but two campaigns at once would fight over two cores.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...servers,
          globalSetup: [...servers.globalSetup, 'test/support/pages-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A browser with a call in it wants a core to itself.
          fileParallelism: false,
        },
      },
    ],
  },
});
