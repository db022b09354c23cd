/**
 * Bytes to text: the order that browsers and the XML standard agree on, and leniency where the web needs it.
 *
 * Byte-order mark, then what the server said, then what the document says, then UTF-8, and where the bytes are not
 * UTF-8 after all, Windows-1252 for the wrong ones alone (WHATWG Encoding Standard; XML 1.0 appendix F).
 */
import iconv from 'iconv-lite';
import type { Fault } from './types.ts';

export interface Decoded {
  readonly text: string;
  readonly encoding: string;
  readonly faults: readonly Fault[];
}

/** Labels that in practice always mean the larger Windows code page (WHATWG Encoding Standard, section 4.2). */
const widened: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'ks_c_5601-1987': 'cp949',
  'x-sjis': 'shift_jis',
  'ucs-2': 'utf-16',
  'ucs-4': 'utf-32',
  utf16: 'utf-16',
  utf_16: 'utf-16',
  utf_32: 'utf-32',
  u16: 'utf-16',
};

export function decode(bytes: Uint8Array, httpCharset?: string | null): Decoded {
  const faults: Fault[] = [];
  const marked = byMark(bytes);
  if (marked !== null) {
    const declared = declaredIn(
      iconv.decode(Buffer.from(bytes.subarray(marked.length, marked.length + 400)), marked.encoding),
    );
    if (declared !== null && marked.encoding === 'utf-8' && !/^utf-?8$/i.test(declared)) {
      faults.push({
        code: 'unicode-error',
        offset: 0,
        words: `The feed says that it is in ${declared}, but its first bytes say UTF-8. Correct the encoding in its first line.`,
      });
    }
    return {
      text: fromBytes(bytes.subarray(marked.length), marked.encoding, faults),
      encoding: marked.encoding,
      faults,
    };
  }
  const wide = byPattern(bytes);
  const head = wide === null ? Buffer.from(bytes.subarray(0, 2048)).toString('latin1') : '';
  const declared = declaredIn(head);
  for (const [label, who] of [
    [httpCharset ?? null, 'The web server'],
    [declared, 'The first line of the feed'],
    [declared === null && httpCharset == null ? metaIn(head) : null, 'A meta element'],
  ] as const) {
    if (label === null || label.trim() === '') continue;
    const encoding = known(label);
    if (encoding === null) {
      faults.push({
        code: 'unknown-encoding',
        offset: 0,
        words: `${who} names the encoding "${label.slice(0, 40)}", which does not exist. Use UTF-8.`,
      });
      continue;
    }
    if (wide === null && /^utf-?(16|32)/i.test(encoding)) {
      faults.push({
        code: 'unicode-error',
        offset: 0,
        words: `${who} says ${label.slice(0, 40)}, but the bytes are not in it. Use UTF-8.`,
      });
      continue;
    }
    return { text: fromBytes(bytes, wide ?? encoding, faults), encoding: wide ?? encoding, faults };
  }
  const encoding = wide ?? 'utf-8';
  return { text: fromBytes(bytes, encoding, faults), encoding, faults };
}

/** The encoding that an XML declaration names, or null. */
export function declaredIn(head: string): string | null {
  return /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']?([^"'\s?>]{1,60})/i.exec(head)?.[1] ?? null;
}

function metaIn(head: string): string | null {
  return /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}

function known(label: string): string | null {
  const name = label
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  const wide = widened[name] ?? name;
  return /^[\w.:-]{1,40}$/.test(wide) &&
    iconv.encodingExists(wide) &&
    !/^(base64|hex|binary|internal|utf-?7)/.test(wide)
    ? wide
    : null;
}

function byMark(bytes: Uint8Array): { encoding: string; length: number } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', length: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', length: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/** Where the zero bytes fall in the first "<" tells UTF-16 and UTF-32 without a mark (XML 1.0, appendix F.1). */
function byPattern(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return 'utf-32be';
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return 'utf-16be';
  return null;
}

function fromBytes(bytes: Uint8Array, encoding: string, faults: Fault[]): string {
  const text =
    encoding === 'utf-8' || encoding === 'utf8' ? fromUtf8(bytes, faults) : iconv.decode(Buffer.from(bytes), encoding);
  return tidy(text, faults);
}

function fromUtf8(bytes: Uint8Array, faults: Fault[]): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer);
  } catch {
    // Wrong bytes among right ones: read each wrong one as Windows-1252, the usual origin of pasted text.
    const parts: string[] = [];
    let first = -1;
    let wrong = 0;
    for (let at = 0; at < buffer.length; ) {
      const good = goodRun(buffer, at);
      if (good > at) parts.push(buffer.toString('utf8', at, good));
      if (good < buffer.length) {
        if (first < 0) first = good;
        wrong += 1;
        // So many wrong bytes are not slips: the rest is not UTF-8 at all.
        if (wrong > 10_000) {
          parts.push(iconv.decode(buffer.subarray(good), 'windows-1252'));
          break;
        }
        const code = buffer[good]!;
        parts.push(unsmart(code) ?? String.fromCharCode(code));
      }
      at = good + 1;
    }
    const line = buffer.subarray(0, Math.max(0, first)).reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 1);
    faults.push({
      code: 'unicode-error',
      offset: null,
      line,
      words: `The feed should be in UTF-8, but byte ${first + 1} (line ${line}) is not. Save it as UTF-8, or name its real encoding in the first line.`,
    });
    return parts.join('');
  }
}

/** Where the valid UTF-8 that starts at `from` ends. */
function goodRun(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const size =
      lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
    if (size === 0 || at + size > bytes.length) return at;
    for (let next = 1; next < size; next += 1) if ((bytes[at + next]! & 0xc0) !== 0x80) return at;
    if ((lead === 0xe0 && bytes[at + 1]! < 0xa0) || (lead === 0xed && bytes[at + 1]! > 0x9f)) return at;
    if ((lead === 0xf0 && bytes[at + 1]! < 0x90) || (lead === 0xf4 && bytes[at + 1]! > 0x8f)) return at;
    at += size;
  }
  return at;
}

const smart = Array.from({ length: 32 }, (_, at) => iconv.decode(Buffer.from([0x80 + at]), 'windows-1252'));

/** Characters 128 to 159 are Windows-1252 that lost its name; other control characters may not stand in XML at all. */
export function unsmart(code: number): string | null {
  return code >= 0x80 && code <= 0x9f ? smart[code - 0x80]! : null;
}

function tidy(text: string, faults: Fault[]): string {
  let tidied = text.replace(/\r\n?/g, '\n');
  const smartAt = tidied.search(/[\x80-\x9f]/);
  if (smartAt >= 0) {
    faults.push({
      code: 'bad-characters',
      offset: smartAt,
      words:
        'A curly quote or dash was saved in a Windows encoding but is marked as another one. Save the feed as UTF-8.',
    });
    tidied = tidied.replace(/[\x80-\x9f]/g, (one) => unsmart(one.charCodeAt(0))!);
  }
  const controlAt = tidied.search(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
  if (controlAt >= 0) {
    faults.push({
      code: 'not-well-formed',
      offset: controlAt,
      words: 'There is an invisible control character that may not stand in a feed. Remove it.',
    });
    tidied = tidied.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
  }
  return tidied;
}
