/** Elements from other vocabularies, wherever they stand; and the steps that all dialects share. */
import { hasMarkup } from '../html.ts';
import { childrenOf, type Element, textOf } from '../tree.ts';
import { judgeMarkup, judgeNames, judgeTag } from './markup.ts';
import type { Report } from './report.ts';
import { extensions, type Rule } from './tables.ts';
import { language, show } from './values.ts';

/** Judges one element by its rule: how often, its value, its attributes, its children. */
export function judgeByRule(element: Element, rule: Rule, report: Report): void {
  const value = textOf(element);
  if (rule.value) report.check(rule.value, value, element.name, element);
  if (rule.isHtml) judgeHtml(element, value, report);
  for (const name of rule.needs ?? []) {
    if (attribute(element, name) === undefined)
      report.add('missing-attribute', element, `<${element.name}> needs the attribute ${name}.`);
  }
  for (const [name, check] of Object.entries(rule.attributes ?? {})) {
    const given = attribute(element, name);
    if (given !== undefined && check !== null) report.check(check, given, `${name} of <${element.name}>`, element);
  }
  if (rule.attributes) {
    for (const one of element.attributes) {
      if (
        one.space === '' &&
        !one.name.startsWith('xmlns') &&
        !one.name.includes(':') &&
        !(one.name in rule.attributes)
      ) {
        report.add(
          'unexpected-attribute',
          element,
          `<${element.name}> has no attribute ${one.name}. Check its spelling.`,
        );
      }
    }
  }
  if (rule.children) judgeChildren(element, rule.children, report);
  for (const name of rule.needsChildren ?? []) {
    if (!childrenOf(element).some((child) => child.local === name))
      report.add('missing-element', element, `<${element.name}> needs at least one <${name}> inside.`);
  }
}

/** Children of the core vocabulary, by their exact names. */
export function judgeChildren(parent: Element, rules: Readonly<Record<string, Rule>>, report: Report): void {
  const seen = new Map<string, Element>();
  const values = new Map<string, Element>();
  for (const child of childrenOf(parent)) {
    if (isExtension(child, parent)) continue;
    const rule = rules[child.local];
    if (rule === undefined || (child.prefix !== '' && child.space === '')) {
      const near = Object.keys(rules).find((name) => name.toLowerCase() === child.local.toLowerCase());
      report.add(
        'undefined-element',
        child,
        `<${child.name}> may not stand in <${parent.name}>.${near && near !== child.local ? ` Did you mean <${near}>?` : ' Remove it, or give it a vocabulary of its own.'}`,
      );
      continue;
    }
    if (seen.has(child.local) && !rule.isMany)
      report.add('duplicate-element', child, `<${parent.name}> has more than one <${child.name}>. Keep one.`);
    seen.set(child.local, child);
    const value = textOf(child).trim();
    if ((parent.local === 'skipHours' || parent.local === 'skipDays') && rule.isMany) {
      if (values.has(value)) report.add('duplicate-value', child, `<${parent.name}> says ${show(value)} twice.`);
      values.set(value, child);
    }
    judgeByRule(child, rule, report);
  }
}

/** All extension elements among the children: their rule, how often they stand, and pairs that say the same twice. */
export function judgeExtensions(parent: Element, report: Report): void {
  const seen = new Set<string>();
  for (const child of childrenOf(parent)) {
    if (!isExtension(child, parent)) continue;
    const vocabulary = extensions[child.space];
    if (vocabulary === undefined || child.space === 'xhtml') continue;
    const rule = vocabulary[child.local.toLowerCase()];
    if (rule === undefined) {
      if (Object.keys(vocabulary).length > 0)
        report.add('undefined-element', child, `<${child.name}> does not exist in its vocabulary. Check its spelling.`);
      continue;
    }
    const key = `${child.space}|${child.local.toLowerCase()}`;
    if (seen.has(key) && !rule.isMany)
      report.add('duplicate-element', child, `<${parent.name}> has more than one <${child.name}>. Keep one.`);
    seen.add(key);
    if (rule.inside && !rule.inside.includes(parent.local.toLowerCase()))
      report.add('undefined-element', child, `<${child.name}> may not stand in <${parent.name}>.`);
    judgeByRule(child, rule, report);
    judgeSpecial(child, report);
    if (['media', 'sx', 'itunes', 'app'].includes(child.space) && !rule.children) judgeExtensions(child, report);
  }
}

export function isExtension(child: Element, parent: Element): boolean {
  return child.space !== parent.space && child.space !== '' && !(isCoreSpace(child.space) && isCoreSpace(parent.space))
    ? true
    : extensions[child.space] !== undefined;
}

function isCoreSpace(space: string): boolean {
  return ['', 'rss', 'rss1', 'rss09', 'rss11'].includes(space);
}

function judgeSpecial(element: Element, report: Report): void {
  const value = textOf(element).trim();
  const type = attribute(element, 'type');
  if (element.space === 'media') {
    if (['title', 'description', 'text'].includes(element.local)) {
      if (type === 'html')
        for (const wrong of judgeMarkup(value, element.name)) report.add(wrong.code, element, wrong.words);
      else if (/<\/?[a-z][^>]*>/i.test(value))
        report.add('contains-undeclared-html', element, `<${element.name}> holds HTML but does not say type="html".`);
    }
    if (element.local === 'rating') judgeRating(element, value, report);
    if (element.local === 'restriction') judgeRestriction(element, value, report);
    if (element.local === 'group' && childrenOf(element).filter((one) => one.local === 'content').length < 2) {
      report.add(
        'media-group-without-alternatives',
        element,
        'A <media:group> is for several versions of one thing. This one has fewer than two.',
      );
    }
    if (element.local === 'text' && type === undefined && hasMarkup(value))
      report.add('contains-undeclared-html', element, `<${element.name}> holds HTML but does not say type="html".`);
  }
  if (element.space === 'sx' && element.local === 'sharing') {
    const [since, until] = [attribute(element, 'since'), attribute(element, 'until')];
    if (since !== undefined && until === undefined)
      report.add('missing-attribute', element, '<sx:sharing> has since but not until. Give both.');
    if (until !== undefined && since === undefined)
      report.add('missing-attribute', element, '<sx:sharing> has until but not since. Give both.');
  }
  if (element.space === 'sx' && element.local === 'history') {
    const [when, by] = [attribute(element, 'when'), attribute(element, 'by')];
    if (when === undefined && by === undefined)
      report.add('missing-by-and-when-attrs', element, '<sx:history> must say when or by whom.');
    else if (when === undefined) report.add('missing-recommended-attribute', element, '<sx:history> should say when.');
  }
  if (
    element.space === 'itunes' &&
    element.local === 'owner' &&
    !childrenOf(element).some((one) => one.local === 'email')
  ) {
    report.add('missing-element', element, '<itunes:owner> needs an <itunes:email>.');
    report.add(
      'missing-itunes-email',
      element,
      '<itunes:owner> needs an <itunes:email>, so that Apple Podcasts can reach you.',
    );
  }
}

function judgeRating(element: Element, value: string, report: Report): void {
  const scheme = attribute(element, 'scheme') ?? 'urn:simple';
  const rules: Readonly<Record<string, RegExp>> = {
    'urn:simple': /^(?:adult|nonadult)$/,
    'urn:mpaa': /^(?:g|nc-17|pg|pg-13|r|x)$/,
    'urn:icra': /^r \([a-z]{1,2} [0-9](?: [a-z]{1,2} [0-9])*\)$/,
    'urn:v-chip': /^(?:14\+|18\+|c|c8|g|pg|tv-14|tv-g|tv-ma|tv-pg|tv-y|tv-y7(?:-fv)?)$/,
  };
  const rule = rules[scheme];
  if (rule && !rule.test(value))
    report.add('invalid-media-rating', element, `'${show(value)}' is not a rating of ${scheme}.`);
}

function judgeRestriction(element: Element, value: string, report: Report): void {
  const type = attribute(element, 'type');
  if (type === 'country' && value !== 'all' && value !== 'none') {
    for (const code of value.split(/\s+/))
      if (!/^[a-z]{2}$/i.test(code) || /^(?:xx|zz|aa)$/i.test(code))
        report.add('invalid-country-code', element, `'${show(code)}' is not the two-letter code of a country.`);
  }
  if (type === 'uri' && value !== 'all' && value !== 'none') {
    for (const uri of value.split(/\s+/))
      if (!/^[a-z][a-z0-9+.-]*:./i.test(uri))
        report.add('invalid-full-link', element, `'${show(uri)}' must be a whole address.`);
  }
}

/** HTML that was escaped into an element. */
export function judgeHtml(element: Element, html: string, report: Report): void {
  if (childrenOf(element).length > 0) return;
  for (const wrong of judgeMarkup(html, element.name)) report.add(wrong.code, element, wrong.words);
}

/** XHTML that stands in the feed as elements. */
export function judgeXhtml(holder: Element, report: Report, isStrict: boolean): void {
  let count = 0;
  const walk = (element: Element) => {
    count += 1;
    if (count > 5000) return;
    const add = (code: string, words: string) => report.add(code, element, words);
    judgeTag(
      element.local,
      element.attributes.map((one) => [one.name, one.value] as const),
      holder.name,
      add,
    );
    if (isStrict) {
      const bare = element.attributes.filter((one) => one.space === '').map((one) => one.name);
      if (['xhtml', 'svg', 'mathml'].includes(element.space))
        judgeNames(element.local, bare, element.space, holder.name, add);
      else if (element.space === 'atom' || element.space === '')
        add(
          'missing-namespace',
          `<${element.name}> in <${holder.name}> is not marked as XHTML. Add xmlns="http://www.w3.org/1999/xhtml" to the outer <div>.`,
        );
      else if (!element.space.includes('|') && element.address !== '' && extensions[element.space] === undefined)
        add('unknown-namespace', `Feed readers do not know the vocabulary ${element.address}.`);
      const lang = attribute(element, 'xml:lang');
      if (lang !== undefined && lang !== '') report.check(language, lang, 'xml:lang', element);
    }
    for (const child of childrenOf(element)) walk(child);
  };
  for (const child of childrenOf(holder)) walk(child);
}

export function attribute(element: Element, name: string): string | undefined {
  return (
    element.attributes.find((one) => one.name === name)?.value ??
    (name === 'resource' ? element.attributes.find((one) => one.local === 'resource')?.value : undefined)
  );
}
