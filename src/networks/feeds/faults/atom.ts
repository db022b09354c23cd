/** Faults of Atom 1.0 (RFC 4287) and of feeds in its predecessor. */
import { childrenOf, type Element, textOf } from '../tree.ts';
import { attribute, isExtension, judgeExtensions, judgeHtml, judgeXhtml } from './extensions.ts';
import type { Source } from './index.ts';
import type { Report } from './report.ts';
import {
  absoluteUri,
  canonical,
  email,
  language,
  link,
  mime,
  nonNegativeInteger,
  plainText,
  rfc3339,
  show,
  uriReference,
  type ValueCheck,
} from './values.ts';

const feedParts = 'author category contributor generator icon id link logo rights subtitle title updated entry'.split(
  ' ',
);
const entryParts = 'author category content contributor id link published rights source summary title updated'.split(
  ' ',
);
const sourceParts = feedParts.filter((name) => name !== 'entry');
const once = new Set(
  'generator icon id logo rights subtitle title updated published summary content source'.split(' '),
);
const textParts = new Set('title subtitle summary rights content'.split(' '));

export function judgeAtom(root: Element, source: Source, report: Report): void {
  if (root.space === 'app') {
    judgeService(root, report);
    return;
  }
  if (root.space === '')
    report.add(
      'missing-namespace',
      root,
      `<${root.name}> is in no vocabulary. Add xmlns="http://www.w3.org/2005/Atom".`,
    );
  else if (root.space === 'atom03')
    report.add(
      'obsolete-namespace',
      root,
      'This is Atom 0.3, a draft from 2003. Change to Atom 1.0, http://www.w3.org/2005/Atom.',
    );
  else if (root.space !== 'atom' || root.address !== 'http://www.w3.org/2005/Atom')
    report.add(
      'invalid-namespace',
      root,
      `The vocabulary '${show(root.address)}' is not Atom's. Write http://www.w3.org/2005/Atom exactly.`,
    );
  if (attribute(root, 'version') !== undefined && root.space === 'atom')
    report.add('unexpected-attribute', root, `<${root.name}> has no attribute version in Atom 1.0. Remove it.`);
  const isEntry = root.local === 'entry';
  judgeHolder(root, isEntry ? entryParts : feedParts, report);
  const part = (holder: Element, name: string) =>
    childrenOf(holder).find((one) => one.local === name && one.space === holder.space);
  if (isEntry) judgeEntry(root, true, report);
  else {
    for (const name of ['id', 'title', 'updated'])
      if (!part(root, name)) report.add('missing-element', root, `The feed has no <${name}>. Add one.`);
    const entries = childrenOf(root).filter((one) => one.local === 'entry' && one.space === root.space);
    const first = childrenOf(root).findIndex((one) => one.local === 'entry');
    const late =
      first < 0
        ? undefined
        : childrenOf(root)
            .slice(first)
            .find((one) => one.local !== 'entry' && one.space === root.space && feedParts.includes(one.local));
    if (late)
      report.add(
        'misplaced-metadata',
        late,
        `<${late.name}> stands after an <entry>. What describes the feed should come first.`,
      );
    const seen = new Map<string, string>();
    for (const entry of entries.slice(0, 2000)) {
      judgeHolder(entry, entryParts, report);
      judgeEntry(entry, part(root, 'author') !== undefined, report);
      const id = part(entry, 'id');
      const updated = part(entry, 'updated');
      const [key, when] = [id ? textOf(id).trim() : '', updated ? textOf(updated).trim() : ''];
      if (key !== '' && seen.has(key)) {
        const isSame = seen.get(key) === when;
        report.add(
          isSame ? 'duplicate-entries' : 'duplicate-ids',
          entry,
          `Two entries have the same id, '${show(key)}'${isSame ? ' and the same time' : ''}. Each entry needs its own.`,
        );
      }
      seen.set(key, when);
    }
    judgeSelf(root, source, report);
    judgeHistory(root, report);
  }
}

function judgeEntry(entry: Element, hasFeedAuthor: boolean, report: Report): void {
  const part = (name: string) => childrenOf(entry).find((one) => one.local === name && one.space === entry.space);
  for (const name of ['id', 'title', 'updated'])
    if (!part(name)) report.add('missing-element', entry, `An <entry> has no <${name}>. Add one.`);
  const source = part('source');
  const hasSourceAuthor = source !== undefined && childrenOf(source).some((one) => one.local === 'author');
  if (!part('author') && !hasFeedAuthor && !hasSourceAuthor)
    report.add('missing-element', entry, 'Neither the feed nor this <entry> has an <author>. Add one to the feed.');
  const content = part('content');
  const summary = part('summary');
  const type = content && (attribute(content, 'type') ?? '');
  if (!content && !summary)
    report.add('missing-textual-content', entry, 'An <entry> should have a <summary> or <content>.');
  if (
    !content &&
    !childrenOf(entry).some((one) => one.local === 'link' && (attribute(one, 'rel') ?? 'alternate') === 'alternate')
  )
    report.add('missing-element', entry, 'An <entry> without <content> needs a <link> to its page.');
  if (content && !summary) {
    const isBinary = type!.includes('/') && !/^text\/|[+/]xml$/i.test(type!);
    if (attribute(content, 'src') !== undefined || isBinary)
      report.add('missing-summary', entry, 'The <content> is not text, so the <entry> needs a <summary>.');
  }
  if (source) {
    judgeHolder(source, sourceParts, report);
    for (const name of ['id', 'title', 'updated'])
      if (!childrenOf(source).some((one) => one.local === name))
        report.add('missing-source-element', source, `<source> should have a <${name}>.`);
  }
  for (const one of childrenOf(entry)) {
    const rel = one.local === 'link' ? attribute(one, 'rel') : undefined;
    if (
      rel !== undefined &&
      ['next', 'previous', 'first', 'last', 'next-archive', 'prev-archive', 'current'].includes(rel) &&
      one.space === 'atom'
    ) {
      report.add('feed-history-rel-in-entry', one, `A <link rel="${rel}"> belongs to the feed, not to an <entry>.`);
    }
  }
}

/** The children of feed, entry or source: which, how often, and what each holds. */
function judgeHolder(holder: Element, allowed: readonly string[], report: Report): void {
  const seen = new Set<string>();
  const links = new Map<string, Element>();
  for (const child of childrenOf(holder)) {
    if (child.space !== holder.space) {
      const isCoreName = child.space === '' || child.space === 'atom';
      if (isCoreName) report.add('undefined-element', child, `<${child.name}> may not stand in <${holder.name}>.`);
      else if (!isExtension(child, holder) || /[:/]/.test(child.space))
        report.add('unknown-namespace', child, `Feed readers do not know the vocabulary ${show(child.address)}.`);
      continue;
    }
    if (!allowed.includes(child.local)) {
      report.add('undefined-element', child, `<${child.name}> may not stand in <${holder.name}> of Atom.`);
      continue;
    }
    if (seen.has(child.local) && once.has(child.local))
      report.add('duplicate-element', child, `<${holder.name}> has more than one <${child.name}>. Keep one.`);
    seen.add(child.local);
    judgePart(child, holder, report);
    if (child.local !== 'link') continue;
    const rel = attribute(child, 'rel') ?? 'alternate';
    const key = `${attribute(child, 'type') ?? ''} ${attribute(child, 'hreflang') ?? ''}`;
    if (rel === 'alternate' && links.has(key))
      report.add(
        'duplicate-atom-link',
        child,
        `<${holder.name}> has two links to its page of the same type and language. Keep one.`,
      );
    if (rel === 'alternate') links.set(key, child);
  }
  judgeExtensions(holder, report);
}

function judgePart(part: Element, holder: Element, report: Report): void {
  const value = textOf(part);
  const name = part.local;
  if (textParts.has(name)) judgeText(part, value, report);
  else if (name === 'author' || name === 'contributor') judgePerson(part, report);
  else if (name === 'link') judgeLink(part, report);
  else if (name === 'category') judgeCategory(part, report);
  else if (name === 'id') judgeId(part, value, holder, report);
  else if (name === 'updated' || name === 'published') report.check(rfc3339, value, name, part);
  else if (name === 'icon' || name === 'logo') {
    if (value !== value.trim())
      report.add('unexpected-whitespace', part, `<${name}> has spaces or line breaks around its value. Remove them.`);
    report.check(link, value.trim(), `<${name}>`, part);
  } else if (name === 'generator') {
    if (value.trim() === '') report.add('not-blank', part, '<generator> is empty. Name the program, or leave it out.');
    report.check(plainText, value, name, part);
    for (const wanted of ['uri', 'url']) {
      const uri = attribute(part, wanted);
      if (uri !== undefined && wanted === 'uri') report.check(link, uri, 'uri of <generator>', part);
      else if (uri !== undefined)
        report.add('unexpected-attribute', part, '<generator> has no attribute url in Atom 1.0; it is spelled uri.');
    }
  }
}

function judgeId(part: Element, value: string, holder: Element, report: Report): void {
  const trimmed = value.trim();
  if (value !== trimmed && trimmed !== '')
    report.add('unexpected-whitespace', part, '<id> has spaces or line breaks around its value. Remove them.');
  if (trimmed === '') {
    report.add('not-blank', part, `The <id> of <${holder.name}> is empty.`);
    report.add('invalid-full-link', part, `The <id> of <${holder.name}> must be a whole address.`);
    return;
  }
  const notWhole = !/^[a-z][a-z0-9+.-]*:/i.test(trimmed);
  if (notWhole) {
    report.add(
      'invalid-full-link',
      part,
      `'${show(trimmed)}' in <id> must be a whole address, such as https://example.org/2026/news.`,
    );
    report.add('invalid-link', part, `'${show(trimmed)}' in <id> is not a proper address.`);
  } else {
    report.check(link, trimmed, '<id>', part);
    report.check(canonical, trimmed, 'id', part);
  }
}

function judgeText(part: Element, value: string, report: Report): void {
  const type = attribute(part, 'type');
  const children = childrenOf(part);
  const isContent = part.local === 'content';
  const src = attribute(part, 'src');
  if (attribute(part, 'mode') !== undefined && part.space === 'atom')
    report.add(
      'unexpected-attribute',
      part,
      `<${part.name}> has no attribute mode in Atom 1.0. Write type="html" instead.`,
    );
  if (type === '') report.add('attr-not-blank', part, `type of <${part.name}> is empty. Write text, html or xhtml.`);
  if (src !== undefined && isContent) {
    report.check(uriReference, src, 'src of <content>', part);
    if (type === undefined)
      report.add('missing-type-attr', part, '<content src="..."> should say its type, such as type="text/html".');
    else if (!type.includes('/'))
      report.add(
        'invalid-mime-type',
        part,
        `type of <content src="..."> must be a media type such as text/html, not '${show(type)}'.`,
      );
    if (value.trim() !== '' || children.length > 0)
      report.add('undefined-element', part, '<content src="..."> must be empty.');
    return;
  }
  const isOldHtml = type === 'text/html' || type === 'text/plain';
  if (type === 'html' || (isOldHtml && type === 'text/html')) {
    if (children.length > 0) {
      report.add(
        'undefined-element',
        children[0]!,
        `<${part.name} type="html"> may not hold elements. Escape the markup, or write type="xhtml".`,
      );
      report.add('not-escaped', part, `The HTML in <${part.name}> must be escaped: &lt;p> instead of <p>.`);
    } else judgeHtml(part, value, report);
  } else if (type === 'xhtml' || type === 'application/xhtml+xml') judgeInline(part, children, report);
  else if (type === undefined || type === 'text') {
    if (children.length > 0)
      report.add(
        'undefined-element',
        children[0]!,
        `<${part.name}> holds <${children[0]!.name}> but says that it is plain text. Write type="xhtml".`,
      );
    if (/<\/?[a-z][\w-]*(?:\s[^<>]*)?\/?>|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,10});/i.test(value))
      report.add('contains-undeclared-html', part, `<${part.name}> holds HTML but does not say so. Write type="html".`);
  } else if (type !== '' && (!isContent || /^(?:multipart|message)\//i.test(type))) {
    report.add(
      isContent || type.includes('/') || /^[\w-]+$/.test(type) === false ? 'invalid-mime-type' : 'invalid-text-type',
      part,
      `type of <${part.name}> must be text, html or xhtml, not '${show(type)}'.`,
    );
    if (!isContent) {
      report.add('invalid-text-type', part, `type of <${part.name}> must be text, html or xhtml.`);
      report.add('invalid-mime-type', part, `'${show(type)}' is not a type that <${part.name}> may have.`);
    }
  } else if (type !== '') report.check(mime, type, `type of <${part.name}>`, part);
  if (['title', 'subtitle', 'rights', 'summary'].includes(part.local) && value.trim() === '' && children.length === 0)
    report.add('not-blank', part, `<${part.name}> is empty. Fill it or leave it out.`);
}

function judgeInline(part: Element, children: readonly Element[], report: Report): void {
  const bare = part.children.some((child) => typeof child === 'string' && child.trim() !== '');
  const [first] = children;
  if (first === undefined) {
    report.add(
      'not-inline',
      part,
      `<${part.name} type="xhtml"> must hold a <div> with the markup in place, not escaped.`,
    );
    report.add('missing-element', part, `<${part.name} type="xhtml"> needs a <div>.`);
    return;
  }
  if (bare || first.local !== 'div' || children.length > 1)
    report.add('not-inline', part, `<${part.name} type="xhtml"> must hold exactly one <div> and nothing beside it.`);
  if (first.space === 'atom' || first.space === '')
    report.add(
      'not-html',
      first,
      `<${first.name}> in <${part.name}> is not marked as XHTML. Add xmlns="http://www.w3.org/1999/xhtml".`,
    );
  if (first.prefix !== '' && first.space === 'xhtml')
    report.add(
      'avoid-namespace-prefix',
      first,
      `Some readers do not understand ${first.prefix}: before HTML. Write <div xmlns="http://www.w3.org/1999/xhtml">.`,
    );
  judgeXhtml(part, report, true);
}

function judgePerson(person: Element, report: Report): void {
  const seen = new Set<string>();
  for (const child of childrenOf(person)) {
    if (child.space !== person.space && child.space !== '') continue;
    if (!['name', 'email', 'uri'].includes(child.local)) {
      report.add(
        'undefined-element',
        child,
        `<${child.name}> may not stand in <${person.name}>. Only name, email and uri may.`,
      );
      continue;
    }
    if (seen.has(child.local))
      report.add('duplicate-element', child, `<${person.name}> has more than one <${child.name}>. Keep one.`);
    seen.add(child.local);
    const value = textOf(child);
    if (child.local === 'name') {
      if (value.trim() === '') report.add('not-blank', child, `The <name> in <${person.name}> is empty.`);
      report.check(plainText, value, 'name', child);
      if (/^\S+@\S+\.\S+$/.test(value.trim()))
        report.add('contains-email', child, 'An e-mail address stands in <name>. Put it into <email>.');
    } else if (child.local === 'email') report.check(email, value, 'email', child);
    else {
      if (value !== value.trim())
        report.add('unexpected-whitespace', child, '<uri> has spaces or line breaks around its value. Remove them.');
      report.check(link, value.trim(), '<uri>', child);
    }
  }
  if (!seen.has('name')) report.add('missing-element', person, `<${person.name}> has no <name>. Add one.`);
}

const registered = new Set(
  'about alternate appendix archives author bookmark canonical chapter collection contents copyright current describedby edit edit-media enclosure first glossary help hub icon index last license latest-version memento monitor next next-archive payment prefetch prev previous prev-archive related replies search section self service shortlink start stylesheet subsection tag up via webmention'.split(
    ' ',
  ),
);

function judgeLink(element: Element, report: Report): void {
  const [href, rel, type, hreflang, length] = ['href', 'rel', 'type', 'hreflang', 'length'].map((name) =>
    attribute(element, name),
  );
  if (href === undefined) report.add('missing-href', element, '<link> has no href. Write <link href="https://..."/>.');
  else if (href !== '' || rel !== 'self') report.check(link, href === '' ? '.' : href, 'href of <link>', element);
  if (rel === '') report.add('attr-not-blank', element, 'rel of <link> is empty. Leave it out.');
  else if (
    rel !== undefined &&
    !registered.has(rel.toLowerCase()) &&
    (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(rel) || /\s/.test(rel))
  )
    report.add('unregistered-atom-link-rel', element, `rel="${show(rel)}" is not a registered kind of link.`);
  if (type !== undefined) report.check(mime, type, 'type of <link>', element);
  if (hreflang !== undefined) report.check(language, hreflang, 'hreflang of <link>', element);
  if (length !== undefined) report.check(nonNegativeInteger, length, 'length of <link>', element);
  const title = attribute(element, 'title');
  if (title !== undefined) report.check(plainText, title, 'title of <link>', element);
  if (title !== undefined && /[\x80-\x9f]|&#(?:x[89]|1[2-5])/i.test(title))
    report.add('bad-characters', element, 'title of <link> holds characters of a Windows encoding.');
  if (textOf(element).trim() !== '' || childrenOf(element).length > 0)
    report.add('atom-link-not-empty', element, '<link> must be empty; its address goes into href.');
  const checks: Readonly<Record<string, ValueCheck>> = { count: nonNegativeInteger, when: rfc3339, updated: rfc3339 };
  for (const one of element.attributes) {
    if (one.space !== 'thr') continue;
    if (one.local === 'count' && !/^\d+$/.test(one.value))
      report.add('invalid-integer', element, `'${show(one.value)}' in thr:count must be a whole number.`);
    else if (one.local === 'when') report.add('no-thr-when', element, 'thr:when was renamed thr:updated.');
    else if (checks[one.local] && one.local !== 'count') report.check(checks[one.local]!, one.value, one.name, element);
  }
}

function judgeCategory(element: Element, report: Report): void {
  const term = attribute(element, 'term');
  if (term === undefined) report.add('missing-attribute', element, '<category> needs the attribute term.');
  else if (term.trim() === '') report.add('not-blank', element, 'term of <category> is empty.');
  const scheme = attribute(element, 'scheme');
  if (scheme !== undefined) report.check(absoluteUri, scheme, 'scheme of <category>', element);
  const label = attribute(element, 'label');
  if (label !== undefined) report.check(plainText, label, 'label of <category>', element);
}

function judgeSelf(root: Element, source: Source, report: Report): void {
  const self = childrenOf(root).find((one) => one.local === 'link' && attribute(one, 'rel') === 'self');
  if (!self) {
    report.add('missing-self', root, 'The feed does not say its own address. Add <link rel="self" href="..."/>.');
    return;
  }
  const href = attribute(self, 'href') ?? '';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(href) && self.base === null)
    report.add(
      'relative-self',
      self,
      'The address that the feed gives for itself must be whole, with https:// in front.',
    );
  else if (source.url === null ? href !== '' && !/^https?:\/\//.test(href) : href !== source.url)
    report.add(
      'self-doesnt-match-location',
      self,
      'The address that the feed gives for itself is not the one it was read from.',
    );
}

/** RFC 5005: paged, archived and complete feeds. */
function judgeHistory(root: Element, report: Report): void {
  const links = new Map<string, Element>();
  for (const one of childrenOf(root)) if (one.local === 'link') links.set(attribute(one, 'rel') ?? 'alternate', one);
  const href = (rel: string) => (links.has(rel) ? attribute(links.get(rel)!, 'href') : undefined);
  const has = (name: string) => childrenOf(root).some((one) => one.space === 'fh' && one.local === name);
  if (has('complete')) {
    for (const rel of ['first', 'last', 'next', 'previous', 'next-archive', 'prev-archive'])
      if (links.has(rel))
        report.add(
          'feed-rel-in-complete-feed',
          links.get(rel)!,
          `A complete feed has no other parts, so it may not have <link rel="${rel}">.`,
        );
    if (links.has('current') && href('current') !== href('self'))
      report.add(
        'current-not-self-in-complete-feed',
        links.get('current')!,
        'The current version of a complete feed is the feed itself.',
      );
  }
  if (has('archive')) {
    if (!links.has('prev-archive') && !links.has('next-archive'))
      report.add('archive-incomplete', root, 'An archive must link to the one before or after it.');
    if (!links.has('current'))
      report.add('missing-current-in-archive', root, 'An archive must link to the current feed with rel="current".');
  }
  for (const [end, rel] of [
    ['last', 'next'],
    ['first', 'previous'],
  ] as const) {
    if (links.has(rel) && href(end) !== undefined && href(end) === href('self'))
      report.add('link-past-end', links.get(rel)!, `This is the ${end} part, so it may not have <link rel="${rel}">.`);
  }
}

/** An AtomPub service document (RFC 5023), which people sometimes give instead of a feed. */
function judgeService(root: Element, report: Report): void {
  const workspaces = childrenOf(root).filter((one) => one.local === 'workspace');
  if (root.local === 'service' && workspaces.length === 0)
    report.add('missing-element', root, 'A service document needs a <workspace>.');
  for (const child of childrenOf(root))
    if (child.local === 'collection')
      report.add('undefined-element', child, '<collection> must stand in a <workspace>.');
  for (const collection of workspaces.flatMap(childrenOf).filter((one) => one.local === 'collection')) {
    const href = attribute(collection, 'href');
    if (href === undefined) report.add('missing-attribute', collection, '<collection> needs the attribute href.');
    else report.check(link, href, 'href of <collection>', collection);
    if (!childrenOf(collection).some((one) => one.local === 'title'))
      report.add('missing-element', collection, '<collection> needs an <atom:title>.');
    for (const child of childrenOf(collection)) {
      if (child.space === 'atom' && child.local === 'id')
        report.add('questionable-usage', child, '<atom:id> says nothing in a <collection>.');
      if (child.local === 'accept' && /;\s*q=/.test(textOf(child)))
        report.add('undefined-param', child, '<accept> may not hold q=.');
    }
  }
  const walk = (element: Element): void => {
    const fixed = attribute(element, 'fixed');
    if (element.local === 'categories' && fixed !== undefined && !/^(?:yes|no)$/.test(fixed))
      report.add('invalid-yes-no', element, `fixed must be yes or no, not '${show(fixed)}'.`);
    if (element.local === 'categories' && attribute(element, 'href') !== undefined && fixed !== undefined)
      report.add('conflicting-cat-attr', element, '<categories> with href may not have fixed or scheme.');
    for (const child of childrenOf(element)) walk(child);
  };
  walk(root);
}
