import { writeFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type Reporter, type TestSpecification } from 'vitest/node';

/** What takes minutes begins first, so that nothing long is left for the end. */
const long = ['evidence', 'hostile', 'interleave', 'journeys/', 'pages/', 'real', 'snac', 'pds', 'incident'];
const rank = ({ moduleId }: TestSpecification) => {
  const found = long.findIndex((part) => moduleId.includes(part));
  return found < 0 ? long.length : found;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

/** Where scripts/test.mjs reads what was found; beside it stands what broke outside of any test, which the report leaves out. */
const report = process.env.FOREWORD_TEST_REPORT;
const outside: Reporter = {
  onTestRunEnd: (_, errors) => {
    if (errors.length > 0) writeFileSync(`${report}.outside`, errors.map((error) => error.message).join('\n'));
  },
};

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['**/node_modules/**', 'dist/**'],
    pool: 'forks',
    // One more than these machines have cores: many tests wait for a clock or a server.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Generous: what is waited for comes in a second on a quiet machine, and shared ones can be ten times slower. A walk
    // through thirty pages in a browser took over two minutes on one.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    reporters: report ? ['default', ['json', { outputFile: report }], outside] : ['default'],
    globalSetup: ['test/support/global-setup.ts'],
  },
});
