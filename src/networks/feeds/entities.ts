/** Character references in a feed: numbers, the five of XML, the two thousand of HTML, and those that a DOCTYPE adds. */
import { Parser } from 'htmlparser2';
import { unsmart } from './decode.ts';

export interface EntityReader {
  /** `onFault` hears of `&` that starts nothing, and of names that do not exist in XML. */
  decode(raw: string, onFault?: (kind: 'bare' | 'html-only' | 'unknown', at: number, name: string) => void): string;
}

/** A document may not grow by more than this through its own entities ("billion laughs"). */
const budgetChars = 100_000;
const xmlNames: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const htmlNames = new Map<string, string | null>();

export function buildEntityReader(own: ReadonlyMap<string, string>): EntityReader {
  let spent = 0;
  return {
    decode: (raw, onFault) => {
      if (!raw.includes('&')) return raw;
      return raw.replace(
        /&(?:#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));?|([A-Za-z][\w.-]{0,40})(;?))?/g,
        (whole, hex, decimal, name, semi, at: number) => {
          if (hex !== undefined || decimal !== undefined) {
            if (onFault && whole[1] === '#' && whole[2] === 'X') onFault('bare', at, whole);
            return character(hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal));
          }
          if (name === undefined || semi !== ';') {
            onFault?.('bare', at, '');
            return whole;
          }
          const plain = xmlNames[name];
          if (plain !== undefined) return plain;
          const defined = own.get(name);
          if (defined !== undefined) {
            spent += defined.length;
            return spent > budgetChars ? '' : defined;
          }
          const html = htmlNamed(name);
          onFault?.(html === null ? 'unknown' : 'html-only', at, name);
          return html ?? whole;
        },
      );
    },
  };
}

function character(code: number): string {
  const smart = unsmart(code);
  if (smart !== null) return smart;
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  if (code < 32 && code !== 9 && code !== 10 && code !== 13) return '';
  return String.fromCodePoint(code);
}

function htmlNamed(name: string): string | null {
  const known = htmlNames.get(name);
  if (known !== undefined) return known;
  let text = '';
  const parser = new Parser({
    ontext: (piece) => {
      text += piece;
    },
  });
  parser.end(`&${name};`);
  const found = text === `&${name};` || text.endsWith(';') ? null : text;
  if (htmlNames.size < 5000) htmlNames.set(name, found);
  return found;
}

/** General entities with a plain value from the internal part of a DOCTYPE. What refers to others stays unexpanded. */
export function ownEntities(doctype: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name, double, single] of doctype
    .slice(0, 50_000)
    .matchAll(/<!ENTITY\s+([\w.-]{1,40})\s+(?:"([^"]{0,1000})"|'([^']{0,1000})')\s*>/g)) {
    if (found.size >= 500) break;
    const value = double ?? single ?? '';
    // Only numbers are expanded inside: an entity made of entities is how bombs are built.
    found.set(
      name!,
      value.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (_, hex, decimal) =>
        character(hex ? Number.parseInt(hex, 16) : Number(decimal)),
      ),
    );
  }
  return found;
}
