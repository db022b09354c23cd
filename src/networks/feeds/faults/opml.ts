/** Faults of lists of feeds (opml.org/spec2.opml). */
import { childrenOf, type Element, textOf } from '../tree.ts';
import { attribute } from './extensions.ts';
import type { Report } from './report.ts';
import { rfc822, show } from './values.ts';

const known = new Set(
  'text type isComment isBreakpoint created category title xmlUrl htmlUrl description language version url'.split(' '),
);

export function judgeOpml(root: Element, report: Report): void {
  const version = attribute(root, 'version');
  if (version === undefined) report.add('missing-attribute', root, '<opml> must say version="2.0".');
  else if (!/^(?:1\.[01]|2\.0)$/.test(version))
    report.add('invalid-opml-version', root, `There is no OPML version '${show(version)}'. Write version="2.0".`);
  const part = (name: string) => childrenOf(root).find((one) => one.local === name);
  const head = part('head');
  if (!head) report.add('missing-element', root, '<opml> has no <head>.');
  if (!part('body')) report.add('missing-element', root, '<opml> has no <body>.');
  for (const one of head ? childrenOf(head) : []) {
    if (/^date(?:Created|Modified)$/.test(one.local)) report.check(rfc822, textOf(one), one.local, one);
  }
  const walk = (element: Element, depth: number): void => {
    if (element.local === 'outline') judgeOutline(element, report);
    if (depth < 100) for (const child of childrenOf(element)) walk(child, depth + 1);
  };
  const body = part('body');
  if (body) walk(body, 0);
}

function judgeOutline(outline: Element, report: Report): void {
  const text = attribute(outline, 'text');
  const type = attribute(outline, 'type');
  if (text === undefined) report.add('missing-attribute', outline, '<outline> needs the attribute text.');
  const created = attribute(outline, 'created');
  if (created !== undefined) report.check(rfc822, created, 'created', outline);
  for (const one of outline.attributes) {
    if (one.space === '' && !one.name.startsWith('xmlns') && !known.has(one.name))
      report.add('unexpected-attribute', outline, `<outline> has no attribute ${one.name}. Check its spelling.`);
  }
  if (type === 'rss') {
    if (attribute(outline, 'xmlUrl') === undefined)
      report.add('missing-xml-url', outline, 'This feed has no address. Add xmlUrl="https://...".');
    if (attribute(outline, 'title') === undefined)
      report.add('missing-title-attr', outline, 'This feed should have a title="...".');
    const version = attribute(outline, 'version');
    if (version !== undefined && !/^(?:RSS|RSS1|RSS2|scriptingNews|atom)$/i.test(version))
      report.add('invalid-outline-version', outline, `version must be RSS, RSS1 or RSS2, not '${show(version)}'.`);
  } else if (type === 'link' || type === 'include') {
    if (attribute(outline, 'url') === undefined)
      report.add('missing-url-attr', outline, `An outline of type ${type} needs url="...".`);
  } else if (
    type !== undefined &&
    !/^[a-z]+\/|^(?:atom|tweet|song|blogpost|photo|outline|scripting2post)$/i.test(type)
  ) {
    report.add('invalid-outline-type', outline, `'${show(type)}' is not a known type of outline.`);
  }
}
