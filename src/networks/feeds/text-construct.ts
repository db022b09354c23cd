/** Text that may be plain, escaped markup, markup in place or base64, as Atom 0.3, Atom 1.0 and RSS each tell it. */
import { hasMarkup } from './html.ts';
import { childrenOf, type Element, textOf } from './tree.ts';
import type { FeedText } from './types.ts';

/** Null where the element points elsewhere or holds something that is not text. */
export function textConstruct(element: Element): FeedText | null {
  const type = (element.attributes.find((one) => one.name === 'type')?.value ?? '').trim().toLowerCase();
  const mode = (element.attributes.find((one) => one.name === 'mode')?.value ?? '').trim().toLowerCase();
  if (mode === 'base64') return fromBase64(textOf(element), type);
  if (element.space === 'atom' || (element.space === '' && inAtom(element))) return atomText(element, type);
  if (element.space === 'xhtml') return { value: inner(element).trim(), isHtml: true };
  const inline = childrenOf(element).length > 0;
  if (inline) return { value: inner(element).trim(), isHtml: true };
  const value = textOf(element).trim();
  if (type === 'text/plain' || (element.space === 'atom03' && type === '' && mode !== 'escaped'))
    return { value, isHtml: false };
  return { value, isHtml: /html|xml/.test(type) || hasMarkup(value) };
}

function atomText(element: Element, type: string): FeedText | null {
  const children = childrenOf(element);
  if (type === 'xhtml' || type === 'application/xhtml+xml') {
    const [wrapper] = children;
    // RFC 4287 4.1.3.3: the div is the envelope, not part of the text.
    const holder =
      wrapper && children.length === 1 && wrapper.local.toLowerCase() === 'div' && onlySpace(element)
        ? wrapper
        : element;
    return { value: inner(holder).trim(), isHtml: true };
  }
  if (/[+/]xml$/.test(type) || (children.length > 0 && !type.startsWith('text/')))
    return { value: inner(element).trim(), isHtml: true };
  const value = textOf(element).trim();
  if (type === 'html' || type === 'text/html') return { value, isHtml: true };
  if (type === '' || type === 'text' || type.startsWith('text/') || !type.includes('/'))
    return { value, isHtml: false };
  return fromBase64(value, type);
}

function onlySpace(element: Element): boolean {
  return element.children.every((child) => typeof child !== 'string' || child.trim() === '');
}

function inAtom(element: Element): boolean {
  for (let at: Element | null = element; at !== null; at = at.parent)
    if (at.local.toLowerCase() === 'feed') return at.space !== 'atom03';
  return false;
}

function fromBase64(text: string, type: string): FeedText | null {
  const packed = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return { value: text.trim(), isHtml: hasMarkup(text) };
  const value = Buffer.from(packed, 'base64').toString('utf8').trim();
  // Pictures and sound are not for reading.
  if (/[\x00-\x08\ufffd]/.test(value)) return null;
  return { value, isHtml: /html/.test(type) || hasMarkup(value) };
}

const voids = new Set([
  'br',
  'img',
  'hr',
  'wbr',
  'input',
  'area',
  'base',
  'col',
  'embed',
  'link',
  'meta',
  'param',
  'source',
  'track',
]);

/** The markup inside an element, written out again without prefixes. */
export function inner(element: Element): string {
  let markup = '';
  for (const child of element.children)
    markup += typeof child === 'string' ? (element.hasCdata ? child : escaped(child)) : outer(child);
  return markup;
}

function outer(element: Element): string {
  const name = element.local;
  const attributes = element.attributes
    .filter((one) => one.space === '' && !/^xmlns/.test(one.name))
    .map((one) => ` ${one.name}="${escaped(one.value).replace(/"/g, '&quot;')}"`)
    .join('');
  if (element.children.length === 0 && voids.has(name.toLowerCase())) return `<${name}${attributes} />`;
  return `<${name}${attributes}>${inner(element)}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
