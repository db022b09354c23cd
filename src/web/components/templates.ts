// Draws a GOV.UK or MoJ component by its own published template.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import type { ComponentChildren, VNode } from 'preact';
import { createElement, Fragment, isValidElement } from 'preact';
import { dateFilter, mojDateFilter } from './date-filters.ts';
import { drawn, type Html, html, place } from './html.ts';

const require = createRequire(import.meta.url);
const roots = {
  govuk: dirname(dirname(require.resolve('govuk-frontend'))),
  moj: dirname(dirname(require.resolve('@ministryofjustice/frontend'))),
};

const environment = new nunjucks.Environment(
  [new nunjucks.FileSystemLoader([join(roots.govuk), join(roots.moj)], { watch: false, noCache: false })],
  { autoescape: true, trimBlocks: true, lstripBlocks: true },
);
environment.addFilter('date', dateFilter);
environment.addFilter('mojDate', mojDateFilter);

const compiled = new Map<string, nunjucks.Template>();

function template(family: 'govuk' | 'moj', folder: string): nunjucks.Template {
  const path = `${family}/components/${folder}/template.njk`;
  let found = compiled.get(path);
  if (!found) {
    found = environment.getTemplate(path, true);
    compiled.set(path, found);
  }
  return found;
}

/** The component as finished HTML. JSX anywhere in its options is drawn first. */
export function draw(family: 'govuk' | 'moj', folder: string, options: object): Html {
  return drawn(
    template(family, folder)
      .render({ params: plain(options, 0) })
      .trim(),
  );
}

/** A JSX element that draws the component; children stand for its `html`. */
export function element<P extends object>(family: 'govuk' | 'moj', folder: string) {
  return (props: P & { children?: ComponentChildren }): VNode => {
    const { children, ...rest } = props;
    const options = hasContent(children) ? { ...rest, html: html(createElement(Fragment, null, children)) } : rest;
    return place(draw(family, folder, options));
  };
}

function hasContent(children: ComponentChildren): boolean {
  return children !== undefined && children !== null && children !== false;
}

/** Options are nested a few levels at most; a cycle would be a mistake of ours. */
function plain(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (isValidElement(value)) return html(value);
  if (depth > 12) throw new Error('component-options-too-deep');
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
}
