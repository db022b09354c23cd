/** Markup from strangers: made harmless, or made plain. */
import { Parser } from 'htmlparser2';
import sanitizeHtml from 'sanitize-html';
import type { FeedText } from './types.ts';

/** Longest markup that is looked at; what comes after is left out. */
const maxChars = 500_000;

const formatting =
  'a abbr acronym address b bdi bdo big blockquote br caption center cite code dd del dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section article aside header footer small span strike strong sub summary details sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(
    ' ',
  );
/** Nothing but tags without attributes, from a short list: cannot do anything, so it may stay as it was written. */
const plainTags =
  /<\/?(?:b|i|em|strong|u|s|p|br|div|span|code|pre|ul|ol|li|h[1-6]|sub|sup|small|big|blockquote|cite|q|tt|del|ins)\s*\/?>/gi;

const options: sanitizeHtml.IOptions = {
  allowedTags: formatting,
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'hreflang'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    ol: ['start'],
    time: ['datetime'],
    '*': ['lang', 'dir', 'title'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: true,
  nestingLimit: 60,
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'template',
    'iframe',
    'object',
    'applet',
    'svg',
    'math',
    'xmp',
    'noembed',
    'noframes',
    'plaintext',
  ],
};

/** Clean HTML, with relative addresses made whole. A text that holds no markup comes back as it is. */
export function cleanHtml(html: string, base: string | null): string {
  const bounded = html.slice(0, maxChars);
  if (!bounded.includes('<') || !bounded.replace(plainTags, '').includes('<')) return bounded;
  return sanitizeHtml(
    bounded,
    base === null ? options : { ...options, transformTags: { a: absolute('href', base), img: absolute('src', base) } },
  );
}

function absolute(attribute: string, base: string): sanitizeHtml.Transformer {
  return (tagName, attribs) => {
    const value = attribs[attribute];
    if (value === undefined || /^[a-z][a-z0-9+.-]*:/i.test(value)) return { tagName, attribs };
    try {
      return { tagName, attribs: { ...attribs, [attribute]: new URL(value, base).href } };
    } catch {
      return { tagName, attribs };
    }
  };
}

const blocks = new Set(
  'address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section summary table td th tr ul'.split(
    ' ',
  ),
);
const silent = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
  'title',
  'head',
  'textarea',
  'select',
]);

export interface Plain {
  readonly text: string;
  readonly links: readonly string[];
  readonly images: readonly { readonly url: string; readonly alt: string }[];
}

/** What a reader would see, as text: block elements begin a new line, nothing hidden comes along. */
export function plainOf(piece: FeedText | null, base: string | null): Plain {
  if (piece === null) return { text: '', links: [], images: [] };
  if (!piece.isHtml) return { text: tidy(piece.value.slice(0, maxChars)), links: [], images: [] };
  const parts: string[] = [];
  const links: string[] = [];
  const images: { url: string; alt: string }[] = [];
  let hidden = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (silent.has(name)) hidden += 1;
        if (hidden > 0) return;
        if (blocks.has(name)) parts.push('\n');
        const href = name === 'a' ? webAddress(attributes.href, base) : null;
        if (href !== null && links.length < 200) links.push(href);
        const src = name === 'img' ? webAddress(attributes.src, base) : null;
        if (src !== null && images.length < 50) images.push({ url: src, alt: attributes.alt ?? '' });
      },
      ontext: (text) => {
        if (hidden === 0) parts.push(text.replace(/\s+/g, ' '));
      },
      onclosetag: (name) => {
        if (silent.has(name)) hidden = Math.max(0, hidden - 1);
        else if (hidden === 0 && name !== 'br' && blocks.has(name)) parts.push('\n');
      },
    },
    { decodeEntities: true },
  );
  parser.end(piece.value.slice(0, maxChars));
  return { text: tidy(parts.join('')), links, images };
}

/** An http or https address made whole; null for anything else. */
export function webAddress(value: string | null | undefined, base: string | null): string | null {
  if (value === null || value === undefined || value.trim() === '') return null;
  try {
    const url = new URL(value.trim(), base ?? undefined);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** Looks like somebody wrote markup, not just a less-than sign. */
export function hasMarkup(text: string): boolean {
  return /<\/?[a-z][a-z0-9]{0,15}(?:[\s/][^<>]{0,2000})?>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,20});/i.test(text);
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
