/** Faults of the document as such: its first lines, its DOCTYPE, its prefixes. */
import { vocabularyByHabit, vocabularyOf } from '../namespaces.ts';
import { childrenOf, type Element, type Tree } from '../tree.ts';
import type { Source } from './index.ts';
import type { Report } from './report.ts';
import { uriReference } from './values.ts';

export function judgeDocument(tree: Tree, root: Element | null, source: Source, report: Report): void {
  const head = source.text.slice(0, 500);
  const declaration = /^\s*<\?xml\s[^>]*\?>/.exec(head)?.[0] ?? '';
  const version = /version\s*=\s*["']([^"']*)/.exec(declaration)?.[1];
  if (version !== undefined && version !== '1.0')
    report.add('bad-xml-version', null, `The first line says XML version ${version}. Feed readers know 1.0.`);
  const named = /encoding\s*=\s*["']([^"']*)/.exec(declaration)?.[1];
  if (
    named !== undefined &&
    /^(?:iso[ _]?8859[-_]?1|iso_8859-1|latin-?1|utf8|utf_8|x-sjis|cp1252|ansi)$/i.test(named) &&
    !/^iso-8859-1$/i.test(named)
  ) {
    report.add(
      'nonstd-encoding',
      null,
      `The encoding "${named}" in the first line is not spelled as the standard has it. Use UTF-8.`,
    );
  }
  if (/^\s+<\?xml/.test(source.text))
    report.add('not-well-formed', null, 'There are blank lines before <?xml. It must be the very first thing.');
  judgeDoctype(tree, root, report);
  judgePrefixes(tree, root, report);
  if (root !== null) judgeAttributes(root, report, { count: 0 });
}

function judgeDoctype(tree: Tree, root: Element | null, report: Report): void {
  if (tree.doctype === null || root?.local.toLowerCase() !== 'rss') return;
  if (/netscape\.com/i.test(tree.doctype) && /rss-0\.91/i.test(tree.doctype)) {
    report.add('deprecated-dtd', null, 'The DOCTYPE of RSS 0.91 points to a file that may vanish. Remove the DOCTYPE.');
    const version = root.attributes.find(({ name }) => name === 'version')?.value;
    if (version !== undefined && version !== '0.91')
      report.add(
        'invalid-doctype',
        root,
        `The DOCTYPE says RSS 0.91 but the feed says ${version}. Remove the DOCTYPE.`,
      );
  }
}

function judgePrefixes(tree: Tree, root: Element | null, report: Report): void {
  for (const [prefix, address] of tree.prefixes) {
    const known = vocabularyOf(address);
    if (address !== '') report.check(uriReference, address, prefix === '' ? 'xmlns' : `xmlns:${prefix}`, root!);
    if (prefix === '') continue;
    const habit = vocabularyByHabit(prefix);
    if (
      known === null &&
      habit !== null &&
      habit !== 'image' &&
      habit !== 'search' &&
      habit !== 'email' &&
      habit !== 'company'
    ) {
      report.add(
        'reserved-prefix',
        root,
        `The prefix ${prefix}: usually stands for another vocabulary than ${address}. Choose another prefix, or correct the address.`,
      );
    }
    if (
      known !== null &&
      habit === null &&
      ![
        'atom',
        'atom03',
        'rss',
        'rss1',
        'rss09',
        'rss11',
        'xhtml',
        'svg',
        'mathml',
        'sx',
        'sse',
        'rdf',
        'app',
        'fh',
        'thr',
      ].includes(known) &&
      usual.has(known)
    ) {
      report.add(
        'nonstd-prefix',
        root,
        `${address} usually has the prefix ${known}:, not ${prefix}:. Some readers go by the prefix.`,
      );
    }
    if (address === 'http://www.usemod.com/cgi-bin/mb.pl?ModWiki')
      report.add(
        'obsolete-wiki-namespace',
        root,
        'The wiki vocabulary has moved to http://purl.org/rss/1.0/modules/wiki/.',
      );
  }
}

const usual = new Set([
  'dc',
  'dcterms',
  'content',
  'sy',
  'slash',
  'admin',
  'itunes',
  'wfw',
  'trackback',
  'cc',
  'media',
]);

/** xml:lang and xml:base wherever they stand; vocabularies that nobody knows, once each. */
function judgeAttributes(element: Element, report: Report, seen: { count: number }): void {
  seen.count += 1;
  if (seen.count > 20_000) return;
  for (const { name, value } of element.attributes) {
    if (name === 'xml:base') report.check(uriReference, value, 'xml:base', element);
    if (name === 'xml:lang' && value !== '' && !/^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(value)) {
      report.add(
        'invalid-language',
        element,
        `'${value.slice(0, 40)}' in xml:lang is not a language code. Write it like en or cy-GB.`,
      );
    }
  }
  for (const child of childrenOf(element)) judgeAttributes(child, report, seen);
}
