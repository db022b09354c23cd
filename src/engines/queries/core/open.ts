/** What is open while a text is read, and how it ends: see `cut.ts` of `#engines/text`, whose names these are. */
import { WORD_LIMIT } from './memory';
import { text } from './text';
import { copy, emitSeen, emitSites, emitSlice, position, put, u, unitAt } from './units';

export let wordFrom = 0;
export let wordStart: usize = 0;
export let wordEnd: usize = 0;
export let wordClass = 0;
export let isForeign = false;
export let possessiveUnits = -1;
export let hyphenParts = 0;
export let hyphenFrom = 0;
export let hyphenStart: usize = 0;
export let hyphenPosition = 0;
export let isHyphenForeign = false;
export let dotParts = 0;
export let dots = 0;
export let dotStart: usize = 0;
export let dotPosition = 0;
export let isDotSingle = true;
export let isMail = false;
export let isAddress = false;
export let tagFrom = -1;
export let tagStart: usize = 0;
export let tagPosition = 0;
export let tagParts = 0;
export let isTagForeign = false;
export let lastLabelUnits = 0;
export let hasLastLabelDigit = false;
export let hasDigit = false;

export function isScheme(): bool {
  const size = u - wordFrom;
  if (size != 4 && size != 5) return false;
  const w = unitAt(wordFrom);
  const isHttp = load<u16>(w) == 104 && load<u16>(w, 2) == 116 && load<u16>(w, 4) == 116 && load<u16>(w, 6) == 112;
  return isHttp && (size == 4 || load<u16>(w, 8) == 115);
}

export function flush(): void {
  const to = u;
  const size = to - wordFrom;
  if (size == 0) return;
  emitSlice(wordFrom, to, position, 1);
  if (possessiveUnits > wordFrom && possessiveUnits == to - 1 && load<u16>(unitAt(possessiveUnits)) == 115)
    emitSlice(wordFrom, possessiveUnits, position, 1);
  if (isForeign) {
    // What was written for the eye is not needed again, and hyphens and tags are copied afresh.
    emitSeen(0, wordStart, wordEnd, position, 1, false);
    u = to;
    isHyphenForeign = true;
    isTagForeign = true;
  }
  tagParts++;
  hyphenParts++;
  dotParts++;
  if (size > 1 || hasDigit) isDotSingle = false;
  lastLabelUnits = size;
  hasLastLabelDigit = hasDigit;
  position++;
  wordFrom = u;
  possessiveUnits = -1;
  isForeign = false;
  hasDigit = false;
  wordClass = 0;
}

export function closeHyphens(): void {
  if (hyphenParts > 1) {
    const span = position - hyphenPosition;
    if (isHyphenForeign) {
      const from = u;
      copy(hyphenStart, wordEnd, false, false, WORD_LIMIT);
      emitSlice(from, u, hyphenPosition, span);
      emitSeen(0, hyphenStart, wordEnd, hyphenPosition, span, false);
    } else if (u - hyphenFrom <= WORD_LIMIT) emitSlice(hyphenFrom, u, hyphenPosition, span);
    wordFrom = u;
  }
  hyphenParts = 0;
}

function closeDots(): void {
  const isName = isAddress || (dots > 0 && lastLabelUnits > 1 && !hasLastLabelDigit && !isMail);
  if (dotParts > 0 && isName) emitSites(dotStart, wordEnd, dotPosition, position - dotPosition);
  else if (dots > 0 && isDotSingle) {
    const from = u;
    copy(dotStart, wordEnd, false, false, WORD_LIMIT);
    emitSlice(from, u, dotPosition, position - dotPosition);
  }
  wordFrom = u;
  dotParts = 0;
  dots = 0;
}

export function closeTag(): void {
  flush();
  const from = tagFrom;
  tagFrom = -1;
  if (tagParts > 0) {
    const span = position - tagPosition;
    if (isTagForeign) {
      const copied = u;
      put(35);
      copy(tagStart + 1, wordEnd, false, false, WORD_LIMIT);
      emitSlice(copied, u, tagPosition, span);
      if (tagParts > 1) emitSlice(copied + 1, u, tagPosition, span);
      emitSeen(35, tagStart + 1, wordEnd, tagPosition, span, false);
      if (tagParts > 1) emitSeen(0, tagStart + 1, wordEnd, tagPosition, span, false);
    } else {
      const to = min(u, from + 1 + WORD_LIMIT);
      emitSlice(from, to, tagPosition, span);
      if (tagParts > 1) emitSlice(from + 1, to, tagPosition, span);
    }
  }
  wordFrom = u;
  hyphenParts = 0;
  dotParts = 0;
}

/** Ends whatever is open; then nothing written is needed any more. */
export function close(): void {
  if (tagFrom >= 0) closeTag();
  else if (u > wordFrom || hyphenParts > 0 || dotParts > 0) {
    flush();
    closeHyphens();
    closeDots();
  }
  u = 0;
  wordFrom = 0;
}

/** A word begins: where it stands, and what it may become part of. */
export function openWord(i: usize): void {
  wordStart = i;
  possessiveUnits = -1;
  if (tagFrom >= 0) return;
  if (hyphenParts == 0) {
    hyphenFrom = u;
    hyphenStart = i;
    hyphenPosition = position;
    isHyphenForeign = false;
  }
  if (dotParts == 0) {
    dotStart = i;
    dotPosition = position;
    isDotSingle = true;
    isMail = i > text && !isAddress && load<u8>(i - 1) == 64;
  }
}
