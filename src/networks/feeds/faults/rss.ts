/** Faults of RSS in all its versions. */
import { childrenOf, type Element, textOf } from '../tree.ts';
import { attribute, judgeByRule, judgeChildren, judgeExtensions, judgeXhtml } from './extensions.ts';
import type { Source } from './index.ts';
import type { Report } from './report.ts';
import { rssChannel } from './tables.ts';
import { fullLink, show } from './values.ts';

export function judgeRss(root: Element, source: Source, report: Report): void {
  const isRdf = root.local.toLowerCase() === 'rdf' || root.space === 'rss11';
  if (root.local === 'rss') judgeRoot(root, report);
  if (root.local === 'rdf' && root.space === 'rdf')
    report.add('undefined-element', root, 'The outermost element must be spelled <rdf:RDF>.');
  if (root.local === 'Channel' && root.space !== 'rss11')
    report.add(
      'invalid-namespace',
      root,
      'The address of the vocabulary is wrong. RSS 1.1 is http://purl.org/net/rss1.1#',
    );
  const channel =
    root.local.toLowerCase() === 'channel' ? root : childrenOf(root).find((one) => one.local === 'channel');
  if (channel === undefined) {
    report.add('missing-element', root, `<${root.name}> has no <channel>. Everything in a feed stands in one.`);
    return;
  }
  const items = [...childrenOf(channel), ...childrenOf(root)].filter((one) => one.local === 'item');
  if (isRdf) judgeRdf(root, channel, items, report);
  else judgeChannel(root, channel, items, report);
  judgeExtensions(channel, report);
  judgePairs(channel, channelPairs, 'duplicate-semantics', report);
  const ids = new Map<string, Element>();
  for (const item of items.slice(0, 2000)) {
    judgeExtensions(item, report);
    judgePairs(item, itemPairs, 'duplicate-item-semantics', report);
    judgeItem(item, ids, isRdf, report);
  }
  judgeSelf(channel, source, report);
}

function judgeRoot(root: Element, report: Report): void {
  const version = attribute(root, 'version');
  if (version === undefined) report.add('missing-attribute', root, '<rss> must say version="2.0".');
  else if (!/^(?:0\.9[0-4]?|2(?:\.0(?:\.\d+)?)?)$/.test(version))
    report.add('invalid-rss-version', root, `There is no RSS version '${show(version)}'. Write version="2.0".`);
  if (root.space !== '' && root.space !== 'rss')
    report.add('invalid-namespace', root, '<rss> must not be in a vocabulary of its own. Remove xmlns="...".');
  for (const one of root.attributes) {
    if (one.space !== '' && one.name.includes(':') && !/^(?:xmlns|xml):/.test(one.name))
      report.add(
        'use-of-extension-attr',
        root,
        `The attribute ${one.name} is not part of RSS; some readers stumble over it.`,
      );
  }
}

function judgeChannel(root: Element, channel: Element, items: readonly Element[], report: Report): void {
  judgeChildren(channel, rssChannel, report);
  const has = (name: string) =>
    childrenOf(channel).some((one) => one.local === name && ['', 'rss'].includes(one.space));
  if (!has('title'))
    report.add('missing-title', channel, 'The feed has no <title>. Add one that says whose feed it is.');
  if (!has('link')) report.add('missing-link', channel, 'The feed has no <link> to its website. Add one.');
  if (!has('description'))
    report.add('missing-description', channel, 'The feed has no <description>. Add one sentence.');
  const first = childrenOf(channel).findIndex((one) => one.local === 'item');
  const late =
    first < 0
      ? undefined
      : childrenOf(channel)
          .slice(first)
          .find((one) => one.local !== 'item' && one.space === '');
  if (late)
    report.add(
      'misplaced-item',
      late,
      `<${late.name}> stands after an <item>. What describes the feed should come before its items.`,
    );
  for (const name of ['image', 'textInput']) {
    const part = childrenOf(channel).find((one) => one.local === name && one.prefix === '');
    if (!part) continue;
    const inside = (wanted: string) => childrenOf(part).some((one) => one.local === wanted);
    if (!inside('title')) report.add('missing-title', part, `<${name}> has no <title>.`);
    if (!inside('link')) report.add('missing-link', part, `<${name}> has no <link>.`);
    if (name === 'image' && !inside('url')) report.add('missing-element', part, '<image> has no <url>.');
    if (name === 'textInput' && !inside('name')) report.add('missing-element', part, '<textInput> has no <name>.');
    if (name === 'textInput' && !inside('description'))
      report.add('missing-description', part, '<textInput> has no <description>.');
    if (part.children.some((child) => typeof child === 'string' && child.trim() !== ''))
      report.add('unexpected-text', part, `There is text in <${name}> that belongs to none of its parts.`);
    const said = (holder: Element, wanted: string) =>
      childrenOf(holder).find((one) => one.local === wanted && one.space === '');
    const [title, theirs] = [said(channel, 'title'), said(part, 'title')];
    if (name === 'image' && title && theirs && textOf(title).trim() !== textOf(theirs).trim())
      report.add(
        'image-title-doesnt-match',
        theirs,
        'The title of the <image> should be the same as the title of the feed.',
      );
  }
  if (items.length > 0 && childrenOf(root).some((one) => one.local === 'item') && root !== channel) {
    report.add('undefined-element', root, '<item> stands outside <channel>. Move it inside.');
  }
}

function judgeItem(item: Element, ids: Map<string, Element>, isRdf: boolean, report: Report): void {
  const part = (name: string) => childrenOf(item).find((one) => one.local === name && one.prefix === '');
  const encoded = childrenOf(item).find((one) => one.space === 'content' && one.local === 'encoded');
  const body = childrenOf(item).find((one) => one.space === 'xhtml');
  if (body) judgeXhtml(item, report, false);
  if (isRdf) return;
  if (!part('title') && !part('description'))
    report.add(
      'item-must-contain-title-or-description',
      item,
      'An item needs a <title> or a <description>. This one has neither.',
    );
  if (body && encoded)
    report.add(
      'duplicate-description-semantics',
      body,
      'The item has its text twice, as <xhtml:body> and <content:encoded>. Keep one.',
    );
  else if (body && part('description') && childrenOf(item).indexOf(body) >= 0 && body.local === 'body')
    report.add(
      'duplicate-description-semantics',
      body,
      'The item has its text twice, as <description> and <xhtml:body>.',
    );
  if (encoded && !part('description'))
    report.add(
      'need-description-before-content',
      encoded,
      'Add a <description> before <content:encoded>. Some readers show nothing without it.',
    );
  const title = part('title');
  if (title && /&(?:amp;)?<[a-z/]|&<|<[a-z/]?$/i.test(textOf(title)))
    report.add(
      'character-data',
      title,
      'The <title> holds < or & in a way that readers show differently. Write the sign some other way.',
    );
  const guid = part('guid');
  if (guid === undefined) {
    report.add(
      'missing-guid',
      item,
      'An item has no <guid>. Give each item one that never changes, so that edits are not taken for news.',
    );
    return;
  }
  const value = textOf(guid).trim();
  const isPermaLink = attribute(guid, 'isPermaLink');
  if (isPermaLink !== undefined && !/^(?:true|false)$/.test(isPermaLink))
    report.add('invalid-boolean-attribute', guid, `isPermaLink must be true or false, not '${show(isPermaLink)}'.`);
  if (isPermaLink?.toLowerCase() !== 'false') {
    if (/^(?:urn|tag):/i.test(value))
      report.add('invalid-permalink', guid, `'${show(value)}' is no web page. Write <guid isPermaLink="false">.`);
    else if (!/^https?:\/\/[^/\s]+/i.test(value) || fullLink(value, 'guid') !== null)
      report.add(
        'invalid-http-guid',
        guid,
        `'${show(value)}' in <guid> is not a web address. Correct it, or write <guid isPermaLink="false">.`,
      );
  } else if (/^\d{1,9}$/.test(value)) {
    report.add(
      'not-sufficiently-unique',
      guid,
      `The <guid> '${value}' is a small number. Other feeds may use it too; make it longer.`,
    );
  }
  if (value !== '' && ids.has(value))
    report.add(
      'duplicate-value',
      guid,
      `Two items have the same guid, '${show(value)}'. Readers show only one of them.`,
    );
  ids.set(value, guid);
}

function judgeRdf(root: Element, channel: Element, items: readonly Element[], report: Report): void {
  const isNew = channel.space === 'rss11' || channel.local === 'Channel';
  if (channel.space === '')
    report.add(
      'undeterminable-vocabulary',
      channel,
      '<channel> is in no vocabulary. Add xmlns="http://purl.org/rss/1.0/" to <rdf:RDF>.',
    );
  const about = channel.attributes.find((one) => one.local === 'about')?.value;
  if (about === undefined)
    report.add('missing-attribute', channel, `<${channel.name}> needs rdf:about with the address of the feed.`);
  else report.check(fullLink, about, `rdf:about of <${channel.name}>`, channel);
  const allowed = (names: string, parent: Element) => {
    for (const child of childrenOf(parent)) {
      if (!['', 'rss1', 'rss09', 'rss11'].includes(child.space) || child.prefix !== '') continue;
      if (!names.split(' ').includes(child.local))
        report.add('undefined-element', child, `<${child.name}> may not stand in <${parent.name}> of RSS 1.0.`);
      else judgeByRule(child, child.local === 'link' ? { value: fullLink } : {}, report);
    }
  };
  allowed('title link description image items textinput language', channel);
  const twice = new Map<string, number>();
  for (const child of childrenOf(channel)) {
    const count = (twice.get(child.name) ?? 0) + 1;
    twice.set(child.name, count);
    if (count === 2 && ['items', 'title', 'link', 'description', 'image', 'textinput'].includes(child.local))
      report.add('duplicate-element', child, `<${channel.name}> has more than one <${child.name}>.`);
  }
  for (const name of ['title', 'link', 'description', 'items']) {
    if (!childrenOf(channel).some((one) => one.local === name)) {
      report.add(
        name === 'title'
          ? 'missing-title'
          : name === 'link'
            ? 'missing-link'
            : name === 'description'
              ? 'missing-description'
              : 'missing-element',
        channel,
        `<${channel.name}> has no <${name}>.`,
      );
    }
  }
  if (isNew && channel.children.some((child) => typeof child === 'string' && child.trim() !== ''))
    report.add('unexpected-text', channel, `There is text in <${channel.name}> that belongs to none of its parts.`);
  if (!isNew && channel.children.some((child) => typeof child === 'string' && child.trim() !== ''))
    report.add('invalid-rdf', channel, 'There is text between the elements. RDF does not allow that.');
  const abouts = new Set<string>();
  for (const item of items.slice(0, 2000)) {
    if (item.space === 'rss1') allowed('title link description', item);
    const address = item.attributes.find((one) => one.local === 'about')?.value;
    if (address !== undefined) {
      report.check(fullLink, address, 'rdf:about of <item>', item);
      if (abouts.has(address))
        report.add('duplicate-value', item, `Two items have the same rdf:about, '${show(address)}'.`);
      abouts.add(address);
    }
    if (item.children.some((child) => typeof child === 'string' && child.trim() !== ''))
      report.add('invalid-rdf', item, 'There is text between the elements of an <item>. RDF does not allow that.');
    for (const name of ['title', 'link'])
      if (!childrenOf(item).some((one) => one.local === name))
        report.add('missing-element', item, `An <item> has no <${name}>.`);
  }
  const walk = (element: Element, depth: number): void => {
    if (element.local === 'li' && element.attributes.some((one) => one.name === 'resources'))
      report.add('unexpected-attribute', element, '<rdf:li> has resources="..."; it is spelled resource.');
    if (depth < 6) for (const child of childrenOf(element).slice(0, 500)) walk(child, depth + 1);
  };
  walk(root, 0);
  for (const name of ['image', 'textinput'])
    for (const part of childrenOf(root).filter((one) => one.local === name))
      allowed(name === 'image' ? 'title url link' : 'title description name link', part);
  if (!childrenOf(channel).some((one) => one.space === 'dc' && one.local === 'language') && !isNew)
    report.add('missing-dc-language', channel, 'The feed does not say its language. Add <dc:language>.');
}

const channelPairs: readonly Pair[] = [
  ['|copyright', 'dc|rights'],
  ['|generator', 'admin|generatoragent'],
  ['|language', 'dc|language'],
  ['|lastbuilddate', 'dcterms|modified'],
  ['|managingeditor', 'dc|creator'],
  ['|pubdate', 'dc|date'],
  ['|webmaster', 'dc|publisher'],
  ['creativecommons|license', 'cc|license'],
  ['|title', 'dc|title'],
  ['|description', 'dc|description'],
  ['|webmaster', 'admin|errorreportsto'],
];
const itemPairs: readonly Pair[] = [
  ['|author', 'dc|creator'],
  ['|category', 'dc|subject'],
  ['|pubdate', 'dc|date'],
  ['|pubdate', 'atom|published'],
  ['|source', 'dc|source'],
  ['creativecommons|license', 'cc|license'],
  ['|title', 'dc|title'],
  ['|description', 'dc|description'],
  ['|enclosure', 'enc|enclosure'],
];
type Pair = readonly [string, string];

function judgePairs(parent: Element, pairs: readonly Pair[], code: string, report: Report): void {
  const names = new Map<string, Element>();
  for (const child of childrenOf(parent))
    names.set(`${['rss', 'rss1'].includes(child.space) ? '' : child.space}|${child.local.toLowerCase()}`, child);
  for (const [core, extension] of pairs) {
    const [one, other] = [names.get(core), names.get(extension)];
    if (one && other)
      report.add(code, other, `<${parent.name}> says the same twice, in <${one.name}> and <${other.name}>. Keep one.`);
  }
}

function judgeSelf(channel: Element, source: Source, report: Report): void {
  const self = childrenOf(channel).find(
    (one) =>
      (one.space === 'atom' || one.space === 'atom03') && one.local === 'link' && attribute(one, 'rel') === 'self',
  );
  if (!self)
    report.add(
      'missing-self',
      channel,
      'The feed does not say its own address. Add <atom:link rel="self" href="..."/>.',
    );
  else if (source.url !== null && attribute(self, 'href') !== source.url)
    report.add(
      'self-doesnt-match-location',
      self,
      'The address that the feed gives for itself is not the one it was read from.',
    );
  for (const item of childrenOf(channel)
    .filter((one) => one.local === 'item')
    .slice(0, 500)) {
    if (
      childrenOf(item).some((one) => one.space === 'slash' && one.local === 'comments') &&
      !childrenOf(channel).some((one) => one.local === 'lastBuildDate')
    ) {
      report.add(
        'slash-date',
        item,
        '<slash:comments> changes often, but the feed has no <lastBuildDate> to tell when.',
      );
      break;
    }
  }
}
