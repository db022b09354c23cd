/** Cuts a text into tokens, each looked up at once and never kept: see `cut.ts` of `#engines/text`. */
import { APOSTROPHE, AT, COLON, DIGIT, DOT, DROPPED, HANDLE_LIMIT, HASH, HASH_START, HASH_STEP, HYPHEN, IS_FOREIGN, IS_SEVERAL, LOWER, SEPARATOR, SINGLE, SYMBOL, TOKEN_LIMIT, UNDERSCORE, WORD_LIMIT, entryOf, plain } from './memory';
import { note } from './places';
import { addressEnd, hostStart, isHandleNext, isNewPart, isTagNext, isWordClass, isWordNext, point, pointAt, skipPossessive, text, textEnd } from './text';
import { copy, emitSeen, emitSlice, isFull, isWww, kept, position, put, tokens, u, unitAt, units, write } from './units';
import { close, closeHyphens, closeTag, dotParts, dots, flush, hasDigit, hasLastLabelDigit, hyphenParts, isAddress, isDotSingle, isForeign, isHyphenForeign, isMail, isScheme, isTagForeign, lastLabelUnits, openWord, possessiveUnits, tagFrom, tagParts, tagPosition, tagStart, wordClass, wordEnd, wordFrom } from './open';

function readHandle(at: usize): usize {
  const from = u;
  put(64);
  let labelUnits = -1;
  let labelEnd: usize = 0;
  let end = at + 1;
  let hasServer = false;
  let isOther = false;
  let i = at + 1;
  while (i < textEnd) {
    const width = pointAt(i);
    const entry = entryOf(point);
    const kind = entry & 15;
    const isRoom = u - from < HANDLE_LIMIT;
    if (isWordClass(kind)) {
      if (isRoom) write(entry);
      if (entry & IS_FOREIGN) isOther = true;
    } else if (kind == UNDERSCORE) {
      if (isRoom) put(95);
    } else if (kind == DROPPED) {
      i += width;
      continue;
    } else if ((kind == DOT || kind == HYPHEN || (kind == AT && !hasServer)) && isWordNext(i + width)) {
      if (kind != HYPHEN && labelUnits < 0) {
        labelUnits = u;
        labelEnd = end;
      }
      if (kind == AT) hasServer = true;
      if (isRoom) put(kept(kind));
    } else break;
    i += width;
    end = i;
  }
  const to = u;
  emitSlice(from, to, position, 1);
  if (labelUnits >= 0) emitSlice(from, labelUnits, position, 1);
  else labelEnd = end;
  if (isOther) {
    emitSeen(64, at + 1, end, position, 1, true);
    if (labelUnits >= 0) emitSeen(64, at + 1, labelEnd, position, 1, true);
    emitSeen(0, at + 1, labelEnd, position, 1, false);
  }
  const name = u;
  copy(at + 1, labelEnd, false, false, WORD_LIMIT);
  if (u > name) emitSlice(name, u, position, 1);
  position++;
  u = from;
  return skipPossessive(i);
}

function readSingle(i: usize, width: i32, entry: i32): void {
  const from = u;
  const isOne = (entry & 15) == SYMBOL;
  const to = i + width;
  write(entry);
  const end = u;
  for (let at = from; at < end; ) {
    let next = end;
    if (!isOne) {
      const unit = load<u16>(unitAt(at));
      next = at + (unit >= 0xd800 && unit < 0xdc00 && at + 1 < end ? 2 : 1);
    }
    emitSlice(at, next, position, 1);
    position++;
    tagParts++;
    at = next;
  }
  wordFrom = u;
  wordEnd = to;
}

/** Cuts the text that the host has written, `size` bytes of UTF-8, behind what was read of this post before. */
export function read(size: i32): void {
  textEnd = text + size;
  tokens = 0;
  isFull = false;
  u = 0;
  wordFrom = 0;
  wordClass = 0;
  isForeign = false;
  possessiveUnits = -1;
  hyphenParts = 0;
  isHyphenForeign = false;
  dotParts = 0;
  dots = 0;
  isDotSingle = true;
  isMail = false;
  isAddress = false;
  tagFrom = -1;
  tagParts = 0;
  isTagForeign = false;
  lastLabelUnits = 0;
  hasLastLabelDigit = false;
  hasDigit = false;
  let i = text;
  while (i < textEnd && !isFull) {
    // Plain words between plain separators, which most of a text is, are read without the rest of the rules.
    if (u == 0 && tagFrom < 0 && hyphenParts == 0 && dotParts == 0 && !isAddress) {
      i = readPlain(i);
      if (i >= textEnd || isFull) break;
    }
    const width = pointAt(i);
    const entry = entryOf(point);
    const kind = entry & 15;

    if (isWordClass(kind)) {
      if (tagFrom >= 0 && u > wordFrom && isNewPart(wordClass, kind, i + width)) flush();
      if (u == wordFrom) openWord(i);
      if (u - wordFrom < WORD_LIMIT) {
        const limit = wordFrom + WORD_LIMIT;
        const isOver = entry & IS_SEVERAL;
        write(entry);
        if (isOver && u > limit) u = limit;
      }
      if (entry & IS_FOREIGN) isForeign = true;
      if (kind == DIGIT) hasDigit = true;
      wordClass = kind;
      i += width;
      // Most of what follows is of the same kind: small letters begin no new part of a tag, and outside of one nothing does.
      const limit = wordFrom + WORD_LIMIT;
      while (i < textEnd) {
        const code = <i32>load<u8>(i);
        const letter = <i32>load<u8>(plain + code);
        if (letter <= SEPARATOR || (tagFrom >= 0 && <u32>(code - 97) > 25)) break;
        if (u < limit) put(letter);
        if (letter < 58) hasDigit = true;
        if (tagFrom >= 0) wordClass = LOWER;
        i++;
      }
      wordEnd = i;
      continue;
    }
    if (kind == DROPPED) {
      i += width;
      continue;
    }

    const isOpen = tagFrom < 0 && u > wordFrom;
    if (tagFrom >= 0) {
      if (kind == UNDERSCORE) {
        flush();
        i += width;
        continue;
      }
      if (kind == SINGLE) {
        flush();
        readSingle(i, width, entry);
        i += width;
        continue;
      }
      closeTag();
      const next = skipPossessive(i);
      if (next > i) {
        i = next;
        continue;
      }
    } else if (isOpen) {
      if (kind == APOSTROPHE) {
        possessiveUnits = u;
        i += width;
        continue;
      }
      if (kind == HYPHEN && isWordNext(i + width)) {
        flush();
        i += width;
        continue;
      }
      if (kind == DOT && isWordNext(i + width)) {
        if (dotParts == 0 && hyphenParts == 0 && u - wordFrom == 3 && isWww(wordFrom)) {
          u = wordFrom;
          hasDigit = false;
          isAddress = true;
        } else {
          flush();
          closeHyphens();
          dots++;
        }
        i += width;
        continue;
      }
      if (
        kind == COLON &&
        isScheme() &&
        i + width + 1 < textEnd &&
        load<u8>(i + width) == 47 &&
        load<u8>(i + width, 1) == 47
      ) {
        u = wordFrom;
        hasDigit = false;
        close();
        isAddress = true;
        i = hostStart(i + width + 2);
        continue;
      }
    }
    close();
    if (isAddress) {
      isAddress = false;
      const next = addressEnd(i);
      if (next > i) {
        i = next;
        continue;
      }
    }
    if (kind == SINGLE || kind == SYMBOL) {
      readSingle(i, width, entry);
      u = 0;
      wordFrom = 0;
      i += width;
    } else if (
      kind == HASH &&
      !isOpen &&
      !(i > text && load<u8>(i - 1) == 38) &&
      isTagNext(i + width)
    ) {
      tagFrom = u;
      put(35);
      wordFrom = u;
      tagStart = i + width - 1;
      tagPosition = position;
      tagParts = 0;
      isTagForeign = false;
      i += width;
    } else if (kind == AT && !isOpen && isHandleNext(i + width)) {
      i = readHandle(i + width - 1);
      wordFrom = u;
    } else i += width;
  }
  close();
}

/** Reads words of ASCII letters and digits that end in a space, comma or the like. Answers where the other rules are needed. */
function readPlain(start: usize): usize {
  let from = start;
  const stop = textEnd;
  while (true) {
    let code = 0;
    while (from < stop) {
      code = <i32>load<u8>(from);
      if (load<u8>(plain + code) != SEPARATOR) break;
      from++;
    }
    if (from >= stop) return stop;
    let letter = <i32>load<u8>(plain + code);
    if (letter <= SEPARATOR) return from;
    let h = HASH_START;
    let at = units;
    let end = from;
    const last = min(from + WORD_LIMIT, stop);
    do {
      store<u16>(at, letter);
      at += 2;
      h = (h ^ letter) * HASH_STEP;
      end++;
      if (end == last) break;
      letter = <i32>load<u8>(plain + <usize>load<u8>(end));
    } while (letter > SEPARATOR);
    const size = <i32>(end - from);
    if (end < stop) {
      code = <i32>load<u8>(end);
      if (load<u8>(plain + code) != SEPARATOR) {
        // A full stop or hyphen with a space behind it ends a word like a space does.
        if ((code != 46 && code != 45) || end + 1 >= stop || load<u8>(plain + <usize>load<u8>(end, 1)) != SEPARATOR)
          return from;
        end++;
      }
      end++;
    }
    if (tokens >= TOKEN_LIMIT) {
      isFull = true;
      return end;
    }
    tokens++;
    note(h, units, size, position, position + 1);
    position++;
    from = end;
  }
  return stop;
}
