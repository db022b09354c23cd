/** What keeps somebody from using a page: what axe can see, and what hangs over the edge, at a desk and on a phone. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const widths = [1280, 390];

interface Found {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Opens the page once and looks at it at both widths; empty when nothing is in the way. */
export async function barriersAt(page: Page, address: string): Promise<readonly string[]> {
  const response = await page.goto(address);
  const { pathname, search } = new URL(address);
  const path = pathname + search;
  const found = response?.status() === 200 ? [] : [`${path} answered ${response?.status()}`];
  // In the page itself: the usual driver opens a second page for every look, which takes longer than the look.
  await page.evaluate(axe.source);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    if (await page.evaluate('document.documentElement.scrollWidth > window.innerWidth'))
      found.push(`${path} scrolls sideways at ${width}`);
    const seen = (await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
    )) as readonly Found[];
    found.push(...seen.map(({ id, nodes }) => `${path} at ${width}: ${id} ${nodes[0]?.html.slice(0, 200)}`));
  }
  return found;
}
