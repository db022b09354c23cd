/**
 * A forgiving reader of XML: what a person would have meant, with every departure from the rules told.
 *
 * htmlparser2 cuts the text into tokens; this builds elements from them. Depth, number of elements and the growth by
 * entities are bounded, so that no document costs more than its size.
 */
import { Tokenizer } from 'htmlparser2';
import { buildEntityReader, ownEntities } from './entities.ts';
import { vocabularyByHabit, vocabularyOf } from './namespaces.ts';
import type { Fault } from './types.ts';

export interface Attribute {
  /** As written, such as `xml:lang`. */
  readonly name: string;
  /** Short name of the vocabulary, '' for none. */
  readonly space: string;
  readonly local: string;
  readonly value: string;
}

export interface Element {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  /** Short name of the vocabulary; its address where we do not know it; '' for none. */
  readonly space: string;
  readonly address: string;
  readonly attributes: readonly Attribute[];
  readonly children: (Element | string)[];
  readonly parent: Element | null;
  readonly offset: number;
  /** In force here: xml:base resolved so far, xml:lang. */
  readonly base: string | null;
  readonly lang: string | null;
  hasCdata: boolean;
}

export interface Tree {
  readonly roots: readonly Element[];
  readonly faults: readonly Fault[];
  readonly doctype: string | null;
  readonly elementCount: number;
  readonly depth: number;
  /** Every prefix and its address, as first declared. */
  readonly prefixes: ReadonlyMap<string, string>;
}

const maxDepth = 120;
const maxElements = 250_000;
const maxFaults = 200;
/** HTML that people leave open inside text. `link` is not among them: in a feed it is never empty by habit. */
const voids = new Set(['br', 'img', 'hr', 'wbr', 'input', 'embed']);
const texts = new Set([
  'description',
  'summary',
  'content',
  'encoded',
  'title',
  'body',
  'subtitle',
  'tagline',
  'info',
  'rights',
  'copyright',
  'div',
  'p',
  'span',
  'a',
  'b',
  'i',
]);

interface Scope {
  readonly element: Element;
  readonly spaces: ReadonlyMap<string, string>;
}

export function buildTree(source: string, documentBase: string | null): Tree {
  const faults: Fault[] = [];
  const { text, doctype } = liftDoctype(source);
  const entities = buildEntityReader(ownEntities(doctype ?? ''));
  const roots: Element[] = [];
  const stack: Scope[] = [];
  const prefixes = new Map<string, string>();
  let skipped = 0;
  let elementCount = 0;
  let depth = 0;
  let isFull = false;
  let open: { name: string; offset: number; raw: { name: string; value: string; offset: number }[] } | null = null;
  let hasRoot = false;

  const fault = (code: string, offset: number, words: string) => {
    if (faults.length < maxFaults) faults.push({ code, offset, words });
  };
  const decode = (raw: string, offset: number) =>
    entities.decode(raw, (kind, at, name) => {
      if (kind === 'bare') fault('not-well-formed', offset + at, 'An ampersand (&) stands alone. Write it as &amp;');
      else if (kind === 'html-only')
        fault(
          'not-well-formed',
          offset + at,
          `&${name}; is known to web pages but not to XML. Write the character itself.`,
        );
      else fault('not-well-formed', offset + at, `&${name}; does not stand for any character. Write & as &amp;`);
    });
  const addText = (piece: string, isCdata: boolean) => {
    const top = stack.at(-1)?.element;
    if (!top || piece === '') return;
    const last = top.children.length - 1;
    if (typeof top.children[last] === 'string') top.children[last] += piece;
    else top.children.push(piece);
    if (isCdata) top.hasCdata = true;
  };

  const begin = (isSelfClosed: boolean) => {
    if (!open) return;
    const { name, offset, raw } = open;
    open = null;
    if (stack.length >= maxDepth) {
      if (skipped === 0)
        fault(
          'too-deep',
          offset,
          `Elements stand inside each other more than ${maxDepth} deep. The inner ones were left out.`,
        );
      if (!isSelfClosed) skipped += 1;
      return;
    }
    elementCount += 1;
    if (elementCount > maxElements) {
      isFull = true;
      return;
    }
    const lower = name.toLowerCase();
    const parentScope = stack.at(-1);
    // An item inside an item is one that somebody forgot to close.
    if (!isSelfClosed && (lower === 'item' || lower === 'entry') && parentScope?.element.name.toLowerCase() === lower) {
      fault('not-well-formed', offset, `The <${name}> before this one is not closed. Add </${name}>.`);
      stack.pop();
    }
    const parent = stack.at(-1) ?? null;
    const spaces = new Map(parent?.spaces ?? []);
    const seen = new Set<string>();
    for (const attribute of raw) {
      if (seen.has(attribute.name))
        fault('not-well-formed', attribute.offset, `<${name}> has the attribute ${attribute.name} twice. Remove one.`);
      seen.add(attribute.name);
      const declared =
        attribute.name === 'xmlns' ? '' : attribute.name.startsWith('xmlns:') ? attribute.name.slice(6) : null;
      if (declared === null) continue;
      spaces.set(declared, attribute.value);
      if (!prefixes.has(declared)) prefixes.set(declared, attribute.value);
    }
    const attributes: Attribute[] = raw.map(({ name: full, value, offset: at }) => {
      const { prefix, local } = split(full);
      if (prefix !== '' && prefix !== 'xml' && prefix !== 'xmlns' && !spaces.has(prefix)) undeclared(prefix, at);
      return { name: full, space: prefix === '' ? '' : spaceOf(prefix, spaces).space, local, value };
    });
    const { prefix, local } = split(name);
    if (prefix !== '' && prefix !== 'xml' && !spaces.has(prefix)) undeclared(prefix, offset);
    const value = (wanted: string) => attributes.find((one) => one.name === wanted)?.value;
    const element: Element = {
      name,
      prefix,
      local,
      ...spaceOf(prefix, spaces),
      attributes,
      children: [],
      parent: parent?.element ?? null,
      offset,
      base: resolved(value('xml:base'), parent ? parent.element.base : documentBase),
      lang: value('xml:lang') ?? parent?.element.lang ?? null,
      hasCdata: false,
    };
    if (parent) parent.element.children.push(element);
    else {
      if (hasRoot)
        fault(
          'not-well-formed',
          offset,
          `A second document starts here with <${name}>. A feed has one outermost element.`,
        );
      hasRoot = true;
      roots.push(element);
    }
    depth = Math.max(depth, stack.length + 1);
    if (isSelfClosed) return;
    if (voids.has(lower) && parent && texts.has(parent.element.local.toLowerCase())) {
      if (!closesSoon(text, tokenEnd, name))
        fault('not-well-formed', offset, `<${name}> is not closed. Write text with markup escaped or inside CDATA.`);
      return;
    }
    stack.push({ element, spaces });
  };
  const undeclared = (prefix: string, offset: number) =>
    fault(
      'not-well-formed',
      offset,
      `The prefix ${prefix}: is used but not declared. Add xmlns:${prefix}="..." to the first element.`,
    );

  const end = (name: string, offset: number) => {
    if (skipped > 0) {
      skipped -= 1;
      return;
    }
    let at = stack.length - 1;
    while (at >= 0 && stack[at]!.element.name !== name) at -= 1;
    if (at < 0) {
      at = stack.length - 1;
      while (at >= 0 && stack[at]!.element.name.toLowerCase() !== name.toLowerCase()) at -= 1;
      if (!voids.has(name.toLowerCase()))
        fault('not-well-formed', offset, `</${name}> closes an element that is not open.`);
      if (at < 0) return;
    }
    if (at < stack.length - 1) {
      const left = stack.at(-1)!.element;
      fault(
        'not-well-formed',
        offset,
        `<${left.name}> is not closed before </${name}>. Close it, or escape the markup.`,
      );
    }
    stack.length = at;
  };

  let tokenEnd = 0;
  let attribute: { name: string; value: string; offset: number } | null = null;
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      ontext: (from, to) => {
        if (isFull) return;
        const raw = text.slice(from, to);
        if (stack.length === 0 && raw.trim() !== '') {
          fault(
            'not-well-formed',
            from,
            hasRoot
              ? 'There is text after the end of the feed. Remove it.'
              : 'There is text before the feed begins. Remove it.',
          );
        }
        addText(decode(raw, from), false);
      },
      ontextentity: () => {},
      onopentagname: (from, to) => {
        open = { name: text.slice(from, to), offset: from - 1, raw: [] };
      },
      onattribname: (from, to) => {
        attribute = { name: text.slice(from, to), value: '', offset: from };
      },
      onattribdata: (from, to) => {
        if (attribute) attribute.value += text.slice(from, to);
      },
      onattribentity: () => {},
      onattribend: (quote) => {
        if (attribute && open && open.raw.length < 200) {
          if (quote < 2)
            fault('not-well-formed', attribute.offset, `The value of ${attribute.name} must stand in quotation marks.`);
          if (attribute.value.includes('<'))
            fault(
              'not-well-formed',
              attribute.offset,
              `The value of ${attribute.name} holds a bare <. Write it as &lt;`,
            );
          open.raw.push({ ...attribute, value: decode(attribute.value, attribute.offset) });
        }
        attribute = null;
      },
      onopentagend: (to) => {
        tokenEnd = to;
        if (!isFull) begin(false);
      },
      onselfclosingtag: (to) => {
        tokenEnd = to;
        if (!isFull) begin(true);
      },
      onclosetag: (from, to) => {
        if (!isFull) end(text.slice(from, to).trim(), from - 2);
      },
      oncdata: (from, to, extra) => {
        if (!isFull) addText(text.slice(from, Math.max(from, to - extra)), true);
      },
      oncomment: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  );
  for (let at = 0; at < text.length && !isFull; at += 65_536) tokenizer.write(text.slice(at, at + 65_536));
  tokenizer.end();
  if (isFull) {
    fault(
      'too-many-elements',
      text.length,
      `The feed has more than ${maxElements.toLocaleString('en-GB')} elements. Only the first were read.`,
    );
  } else if (stack.length > 0 || open !== null) {
    const inner = stack.at(-1)?.element.name ?? (open as { name: string } | null)?.name ?? '';
    const bytes = Buffer.byteLength(source).toLocaleString('en-GB');
    fault(
      'cut-off',
      text.length,
      `The feed is cut off after ${bytes} bytes: <${inner}> is still open. Check that the server sends the whole file.`,
    );
  }
  return { roots, faults, doctype, elementCount, depth, prefixes };
}

function closesSoon(text: string, from: number, name: string): boolean {
  return text.startsWith(`</${name}>`, from + 1);
}

function split(full: string): { prefix: string; local: string } {
  const at = full.indexOf(':');
  return at <= 0
    ? { prefix: '', local: full.replace(/^:/, '') }
    : { prefix: full.slice(0, at), local: full.slice(at + 1) };
}

function spaceOf(prefix: string, spaces: ReadonlyMap<string, string>): { space: string; address: string } {
  if (prefix === 'xml') return { space: 'xml', address: 'http://www.w3.org/XML/1998/namespace' };
  const address = spaces.get(prefix) ?? '';
  const known = address === '' ? null : vocabularyOf(address);
  if (known !== null) return { space: known, address };
  if (prefix !== '') return { space: vocabularyByHabit(prefix) ?? (address || prefix), address };
  return { space: address, address };
}

function resolved(value: string | undefined, base: string | null): string | null {
  if (value === undefined) return base;
  try {
    return new URL(value.trim(), base ?? undefined).href;
  } catch {
    return base;
  }
}

/** Takes the DOCTYPE out (its `>` inside `[...]` confuses tokenizers), leaving spaces so that places stay right. */
function liftDoctype(source: string): { text: string; doctype: string | null } {
  const start = source.slice(0, 100_000).search(/<!DOCTYPE/i);
  if (start < 0 || !/^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*$/.test(source.slice(0, start)))
    return { text: source, doctype: null };
  let quote = '';
  let isInside = false;
  for (let at = start; at < Math.min(source.length, start + 200_000); at += 1) {
    const one = source[at]!;
    if (quote !== '') quote = one === quote ? '' : quote;
    else if (one === '"' || one === "'") quote = one;
    else if (one === '[') isInside = true;
    else if (one === ']') isInside = false;
    else if (one === '>' && !isInside) {
      const doctype = source.slice(start, at + 1);
      return { text: source.slice(0, start) + doctype.replace(/[^\n]/g, ' ') + source.slice(at + 1), doctype };
    }
  }
  return { text: source, doctype: null };
}

// --- small steps for those who read a tree ---

export function childrenOf(element: Element): Element[] {
  return element.children.filter((child): child is Element => typeof child !== 'string');
}

export function attributeOf(element: Element, name: string): string | undefined {
  const exact = element.attributes.find((one) => one.name === name);
  return (exact ?? element.attributes.find((one) => one.local.toLowerCase() === name.toLowerCase()))?.value;
}

/** All text below, in order. */
export function textOf(element: Element): string {
  let text = '';
  for (const child of element.children) text += typeof child === 'string' ? child : textOf(child);
  return text;
}
