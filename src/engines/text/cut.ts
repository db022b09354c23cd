/**
 * Cuts a text into folded words, tags, handles and sites, each with its place in the original text.
 *
 * One pass, flat reused arrays, no allocation in the usual case. The rules for every kind stand in DESIGN.md. A word may
 * stand under several spellings at one position (aliases): "well-being" is well, being and wellbeing.
 */

import { addressEnd, hostStart, isHandleNext, isNewPart, isTagNext, isWordNext, skipPossessive } from './ahead.ts';
import * as fold from './fold.ts';
import { sitesOf } from './sites.ts';
import {
  type Cutter,
  HANDLE,
  HASH_START,
  HASH_STEP,
  JOINED,
  POSSESSIVE,
  SEEN,
  SITE,
  TAG,
  TOKEN_LIMIT,
  WORD,
  WORD_LIMIT,
} from './tokens.ts';

const HANDLE_LIMIT = 200;

/** Makes a cutter; keep it and use it for every text. */
export function buildCutter(): Cutter {
  let units = new Uint16Array(8192);
  let u = 0;
  let position = 0;
  let stopAt = 0;

  // What is open while a text is read. Kept here, not in `read`, so that reading makes no closures.
  let text = '';
  // The word being read. It is open while `u > wordFrom`.
  let wordFrom = 0;
  let wordStart = 0;
  let wordEnd = 0;
  let wordClass = 0;
  let isForeign = false;
  let possessiveUnits = -1;
  // Words joined by hyphens.
  let hyphenParts = 0;
  let hyphenFrom = 0;
  let hyphenStart = 0;
  let hyphenPosition = 0;
  let isHyphenForeign = false;
  // Words joined by dots.
  let dotParts = 0;
  let dots = 0;
  let dotStart = 0;
  let dotPosition = 0;
  let isDotSingle = true;
  let isMail = false;
  // A web address; what follows its host is not read.
  let isAddress = false;
  // A tag.
  let tagFrom = -1;
  let tagStart = 0;
  let tagPosition = 0;
  let tagParts = 0;
  let isTagForeign = false;
  let lastLabelUnits = 0;
  let hasLastLabelDigit = false;
  let hasDigit = false;

  const cut: Cutter = {
    size: 0,
    units,
    kind: new Uint8Array(1024),
    from: new Int32Array(1024),
    to: new Int32Array(1024),
    hash: new Int32Array(1024),
    position: new Int32Array(1024),
    span: new Int32Array(1024),
    start: new Int32Array(1024),
    end: new Int32Array(1024),
    isFull: false,
    wantsSites: true,
    reset() {
      cut.size = 0;
      cut.isFull = false;
      u = 0;
      position = 0;
    },
    read,
    gap(positions) {
      position += positions;
    },
  };
  return cut;

  function emit(
    kind: number,
    from: number,
    to: number,
    h: number,
    at: number,
    span: number,
    start: number,
    end: number,
  ) {
    const i = cut.size;
    if (i >= stopAt) {
      cut.isFull = true;
      return;
    }
    if (i === cut.from.length) growTokens();
    // Room for the longest thing written between two calls, so that the letters need no check of their own.
    if (u + 1024 > units.length) growUnits();
    cut.kind[i] = kind;
    cut.from[i] = from;
    cut.to[i] = to;
    cut.hash[i] = h;
    cut.position[i] = at;
    cut.span[i] = span;
    cut.start[i] = start;
    cut.end[i] = end;
    cut.size = i + 1;
  }

  function emitSlice(kind: number, from: number, to: number, at: number, span: number, start: number, end: number) {
    let h = HASH_START;
    for (let i = from; i < to; i++) h = Math.imul(h ^ units[i]!, HASH_STEP);
    emit(kind, from, to, h, at, span, start, end);
  }

  function growTokens() {
    const size = cut.from.length * 2;
    const grown = (old: Int32Array) => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    const kind = new Uint8Array(size);
    kind.set(cut.kind);
    cut.kind = kind;
    cut.from = grown(cut.from);
    cut.to = grown(cut.to);
    cut.hash = grown(cut.hash);
    cut.position = grown(cut.position);
    cut.span = grown(cut.span);
    cut.start = grown(cut.start);
    cut.end = grown(cut.end);
  }

  function growUnits() {
    const next = new Uint16Array(units.length * 2);
    next.set(units);
    units = next;
    cut.units = next;
  }

  /**
   * Writes a stretch of the text again in another spelling: folded, or as the eye reads it (`isSeen`). Punctuation that
   * belongs to handles is kept when asked. False when the eye cannot read all of it as Latin letters.
   */
  function copy(text: string, start: number, end: number, isSeen: boolean, isKept: boolean, limit: number): boolean {
    const stop = u + limit;
    for (let i = start; i < end && u < stop; i++) {
      const code = text.codePointAt(i)!;
      if (code > 0xffff) i += 1;
      const entry = fold.entryOf(code);
      const kind = fold.classOf(entry);
      if (!fold.isWordClass(kind)) {
        if (kind === fold.SINGLE && isSeen) return false;
        if (kind === fold.SINGLE) u = write(fold.foldedOf(entry), u);
        else if (isKept && kind >= fold.HYPHEN && kind <= fold.UNDERSCORE) units[u++] = KEPT[kind]!;
        continue;
      }
      if (isSeen && entry & fold.IS_FOREIGN) {
        const seen = fold.seenAs(code);
        if (seen === null) return false;
        u = write(seen, u);
      } else u = write(fold.foldedOf(entry), u);
    }
    if (u > stop) u = stop;
    return true;
  }

  function write(text: string, to: number): number {
    for (let i = 0; i < text.length; i++) units[to++] = text.charCodeAt(i);
    return to;
  }

  /** Adds the spelling that the eye reads, if all of it can be read as Latin. */
  function emitSeen(text: string, sigil: number, start: number, end: number, at: number, span: number, kind = SEEN) {
    const from = u;
    if (sigil) units[u++] = sigil;
    const isRead = copy(text, start, end, true, kind === HANDLE, kind === HANDLE ? HANDLE_LIMIT : WORD_LIMIT);
    if (isRead && u > from) emitSlice(kind, from, u, at, span, start, end);
    else u = from;
  }

  function emitSites(text: string, start: number, end: number, at: number, span: number) {
    if (!cut.wantsSites) return;
    for (const site of sitesOf(text.slice(start, end))) {
      const from = u;
      u = write(site, u);
      emitSlice(SITE, from, u, at, span, start, end);
    }
  }

  /** Reads @name, @name.example.org or @name@server from the place of its @. Returns where to read on. */
  function readHandle(text: string, at: number): number {
    const from = u;
    units[u++] = 64;
    let labelUnits = -1;
    let labelEnd = -1;
    let end = at + 1;
    let hasServer = false;
    let isForeign = false;
    let i = at + 1;
    for (; i < text.length; i++) {
      const code = text.codePointAt(i)!;
      const entry = fold.entryOf(code);
      const kind = fold.classOf(entry);
      const isRoom = u - from < HANDLE_LIMIT;
      if (fold.isWordClass(kind)) {
        if (isRoom) u = write(fold.foldedOf(entry), u);
        if (entry & fold.IS_FOREIGN) isForeign = true;
      } else if (kind === fold.UNDERSCORE) {
        if (isRoom) units[u++] = 95;
      } else if (kind === fold.DROPPED) {
        if (code > 0xffff) i += 1;
        continue;
      } else if (
        (kind === fold.DOT || kind === fold.HYPHEN || (kind === fold.AT && !hasServer)) &&
        isWordNext(text, i + 1)
      ) {
        if (kind !== fold.HYPHEN && labelUnits < 0) {
          labelUnits = u;
          labelEnd = end;
        }
        if (kind === fold.AT) hasServer = true;
        if (isRoom) units[u++] = KEPT[kind]!;
      } else break;
      if (code > 0xffff) i += 1;
      end = i + 1;
    }
    const to = u;
    emitSlice(HANDLE, from, to, position, 1, at, end);
    if (labelUnits >= 0) emitSlice(HANDLE, from, labelUnits, position, 1, at, labelEnd);
    else labelEnd = end;
    if (isForeign) {
      emitSeen(text, 64, at + 1, end, position, 1, HANDLE);
      if (labelUnits >= 0) emitSeen(text, 64, at + 1, labelEnd, position, 1, HANDLE);
      emitSeen(text, 0, at + 1, labelEnd, position, 1);
    }
    const name = u;
    copy(text, at + 1, labelEnd, false, false, WORD_LIMIT);
    if (u > name) emitSlice(WORD, name, u, position, 1, at, end);
    position += 1;
    return skipPossessive(text, i);
  }

  function read(next: string): void {
    text = next;
    stopAt = cut.size + TOKEN_LIMIT;
    cut.isFull = false;
    wordFrom = u;
    wordStart = 0;
    wordEnd = 0;
    wordClass = 0;
    isForeign = false;
    possessiveUnits = -1;
    hyphenParts = 0;
    hyphenFrom = 0;
    hyphenStart = 0;
    hyphenPosition = 0;
    isHyphenForeign = false;
    dotParts = 0;
    dots = 0;
    dotStart = 0;
    dotPosition = 0;
    isDotSingle = true;
    isMail = false;
    isAddress = false;
    tagFrom = -1;
    tagStart = 0;
    tagPosition = 0;
    tagParts = 0;
    isTagForeign = false;
    lastLabelUnits = 0;
    hasLastLabelDigit = false;
    hasDigit = false;
    const length = next.length;
    for (let i = 0; i < length && !cut.isFull; i++) {
      let code = text.charCodeAt(i);
      let width = 1;
      if (code >= 0xd800 && code < 0xdc00) {
        code = text.codePointAt(i)!;
        if (code > 0xffff) width = 2;
      }
      const entry = fold.entryOf(code);
      const kind = entry & 15;

      if (kind >= fold.LOWER && kind <= fold.DIGIT) {
        if (tagFrom >= 0 && u > wordFrom && isNewPart(text, wordClass, kind, i + width)) flush();
        if (u === wordFrom) {
          wordStart = i;
          possessiveUnits = -1;
          if (tagFrom < 0) {
            if (hyphenParts === 0) {
              hyphenFrom = u;
              hyphenStart = i;
              hyphenPosition = position;
              isHyphenForeign = false;
            }
            if (dotParts === 0) {
              dotStart = i;
              dotPosition = position;
              isDotSingle = true;
              isMail = i > 0 && !isAddress && text.charCodeAt(i - 1) === 64;
            }
          }
        }
        if (u - wordFrom < WORD_LIMIT) {
          if (entry & 16) {
            const folded = fold.foldedOf(entry);
            for (let k = 0; k < folded.length && u - wordFrom < WORD_LIMIT; k++) {
              units[u++] = folded.charCodeAt(k);
            }
          } else {
            const value = entry >> 8;
            if (value > 0xffff) {
              units[u++] = 0xd800 + ((value - 0x10000) >> 10);
              units[u++] = 0xdc00 + ((value - 0x10000) & 0x3ff);
            } else {
              units[u++] = value;
            }
          }
        }
        if (entry & fold.IS_FOREIGN) isForeign = true;
        if (kind === fold.DIGIT) hasDigit = true;
        wordClass = kind;
        i += width - 1;
        wordEnd = i + 1;
        continue;
      }
      if (kind === fold.DROPPED) {
        i += width - 1;
        continue;
      }

      const isOpen = tagFrom < 0 && u > wordFrom;
      if (tagFrom >= 0) {
        if (kind === fold.UNDERSCORE) {
          flush();
          continue;
        }
        if (kind === fold.SINGLE) {
          flush();
          i = readSingle(i, width, entry);
          continue;
        }
        closeTag();
        const next = skipPossessive(text, i);
        if (next > i) {
          i = next - 1;
          continue;
        }
      } else if (isOpen) {
        if (kind === fold.APOSTROPHE) {
          possessiveUnits = u;
          continue;
        }
        if (kind === fold.HYPHEN && isWordNext(text, i + 1)) {
          flush();
          continue;
        }
        if (kind === fold.DOT && isWordNext(text, i + 1)) {
          if (dotParts === 0 && hyphenParts === 0 && isWww(u)) {
            u = wordFrom;
            hasDigit = false;
            isAddress = true;
          } else {
            flush();
            closeHyphens();
            dots += 1;
          }
          continue;
        }
        if (kind === fold.COLON && isScheme(u) && text.startsWith('//', i + 1)) {
          u = wordFrom;
          hasDigit = false;
          close();
          isAddress = true;
          i = hostStart(text, i + 3) - 1;
          continue;
        }
      }
      close();
      if (isAddress) {
        isAddress = false;
        const next = addressEnd(text, i);
        if (next > i) {
          i = next - 1;
          continue;
        }
      }
      if (kind === fold.SINGLE || kind === fold.SYMBOL) i = readSingle(i, width, entry);
      else if (kind === fold.HASH && !isOpen && text.charCodeAt(i - 1) !== 38 && isTagNext(text, i + 1)) {
        tagFrom = u;
        units[u++] = 35;
        wordFrom = u;
        tagStart = i;
        tagPosition = position;
        tagParts = 0;
        isTagForeign = false;
      } else if (kind === fold.AT && !isOpen && isHandleNext(text, i + 1)) {
        i = readHandle(text, i) - 1;
        wordFrom = u;
      } else i += width - 1;
    }
    close();
  }

  function flush(): void {
    const to = u;
    const size = to - wordFrom;
    if (size === 0) return;
    emitSlice(WORD, wordFrom, to, position, 1, wordStart, wordEnd);
    if (possessiveUnits > wordFrom && possessiveUnits === to - 1 && units[possessiveUnits] === 115) {
      emitSlice(POSSESSIVE, wordFrom, possessiveUnits, position, 1, wordStart, wordEnd);
    }
    if (isForeign) {
      emitSeen(text, 0, wordStart, wordEnd, position, 1);
      isHyphenForeign = true;
      isTagForeign = true;
    }
    tagParts += 1;
    hyphenParts += 1;
    dotParts += 1;
    if (size > 1 || hasDigit) isDotSingle = false;
    lastLabelUnits = size;
    hasLastLabelDigit = hasDigit;
    position += 1;
    wordFrom = u;
    possessiveUnits = -1;
    isForeign = false;
    hasDigit = false;
    wordClass = 0;
  }
  function closeHyphens(): void {
    if (hyphenParts > 1) {
      const span = position - hyphenPosition;
      if (isHyphenForeign) {
        const from = u;
        copy(text, hyphenStart, wordEnd, false, false, WORD_LIMIT);
        emitSlice(JOINED, from, u, hyphenPosition, span, hyphenStart, wordEnd);
        emitSeen(text, 0, hyphenStart, wordEnd, hyphenPosition, span);
      } else if (u - hyphenFrom <= WORD_LIMIT) {
        emitSlice(JOINED, hyphenFrom, u, hyphenPosition, span, hyphenStart, wordEnd);
      }
      wordFrom = u;
    }
    hyphenParts = 0;
  }
  function closeDots(): void {
    const isName = isAddress || (dots > 0 && lastLabelUnits > 1 && !hasLastLabelDigit && !isMail);
    if (dotParts > 0 && isName) emitSites(text, dotStart, wordEnd, dotPosition, position - dotPosition);
    else if (dots > 0 && isDotSingle) {
      const from = u;
      copy(text, dotStart, wordEnd, false, false, WORD_LIMIT);
      emitSlice(JOINED, from, u, dotPosition, position - dotPosition, dotStart, wordEnd);
    }
    wordFrom = u;
    dotParts = 0;
    dots = 0;
  }
  function closeTag(): void {
    flush();
    const from = tagFrom;
    tagFrom = -1;
    if (tagParts > 0) {
      const span = position - tagPosition;
      if (isTagForeign) {
        const copied = u;
        units[u++] = 35;
        copy(text, tagStart + 1, wordEnd, false, false, WORD_LIMIT);
        emitSlice(TAG, copied, u, tagPosition, span, tagStart, wordEnd);
        if (tagParts > 1) emitSlice(JOINED, copied + 1, u, tagPosition, span, tagStart, wordEnd);
        emitSeen(text, 35, tagStart + 1, wordEnd, tagPosition, span, TAG);
        if (tagParts > 1) emitSeen(text, 0, tagStart + 1, wordEnd, tagPosition, span);
      } else {
        const to = Math.min(u, from + 1 + WORD_LIMIT);
        emitSlice(TAG, from, to, tagPosition, span, tagStart, wordEnd);
        if (tagParts > 1) emitSlice(JOINED, from + 1, to, tagPosition, span, tagStart, wordEnd);
      }
    }
    wordFrom = u;
    hyphenParts = 0;
    dotParts = 0;
  }
  /** Ends whatever is open. */
  function close(): void {
    if (tagFrom >= 0) closeTag();
    else if (u > wordFrom || hyphenParts > 0 || dotParts > 0) {
      flush();
      closeHyphens();
      closeDots();
    }
  }

  function readSingle(i: number, width: number, entry: number): number {
    const folded = fold.foldedOf(entry);
    const isOne = fold.classOf(entry) === fold.SYMBOL;
    const to = i + width;
    for (const char of isOne ? [folded] : folded) {
      const from = u;
      u = write(char, u);
      emitSlice(WORD, from, u, position, 1, i, to);
      position += 1;
      tagParts += 1;
    }
    wordFrom = u;
    wordEnd = to;
    return to - 1;
  }

  function isWww(to: number): boolean {
    return to - wordFrom === 3 && units[wordFrom] === 119 && units[wordFrom + 1] === 119 && units[wordFrom + 2] === 119;
  }

  function isScheme(to: number): boolean {
    const size = to - wordFrom;
    if (size !== 4 && size !== 5) return false;
    const w = wordFrom;
    const isHttp = units[w] === 104 && units[w + 1] === 116 && units[w + 2] === 116 && units[w + 3] === 112;
    return isHttp && (size === 4 || units[w + 4] === 115);
  }
}

const KEPT: Record<number, number> = { [fold.HYPHEN]: 45, [fold.DOT]: 46, [fold.AT]: 64, [fold.UNDERSCORE]: 95 };
