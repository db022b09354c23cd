import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { govukFolders } from './govuk.generated.ts';
import { draw } from './templates.ts';

interface Fixture {
  name: string;
  options: object;
  html: string;
}

const home = join(dirname(createRequire(import.meta.url).resolve('govuk-frontend')), 'components');
const fixturesOf = (folder: string): Fixture[] =>
  JSON.parse(readFileSync(join(home, folder, 'fixtures.json'), 'utf8')).fixtures;
const folded = (markup: string) => markup.replace(/\s+/g, ' ').trim();

describe('every published example of GOV.UK Frontend comes out as published', () => {
  it('has an element for every component', () => {
    const published = readdirSync(home, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(Object.values(govukFolders).sort()).toEqual(published.map((entry) => entry.name).sort());
  });

  for (const folder of Object.values(govukFolders)) {
    it(folder, () => {
      const fixtures = fixturesOf(folder);
      expect(fixtures.length).toBeGreaterThan(0);
      for (const fixture of fixtures) {
        expect(folded(draw('govuk', folder, fixture.options)), fixture.name).toBe(folded(fixture.html));
      }
    });
  }

  it('covers all 39 components and their several hundred examples', () => {
    const count = Object.values(govukFolders).reduce((sum, folder) => sum + fixturesOf(folder).length, 0);
    expect(count).toBeGreaterThanOrEqual(700);
  });
});
