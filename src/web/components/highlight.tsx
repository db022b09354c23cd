// A text with the places that matter marked. Places come from outside, so they are put right before use.
import type { VNode } from 'preact';

/** Offsets in UTF-16 units, as JavaScript strings count; the end is not included. */
export interface Place {
  start: number;
  end: number;
  /** What was found there, for people who point at it. */
  why?: string | undefined;
}

/** In order, inside the text, joined where they overlap or touch a split character. */
export function tidyPlaces(text: string, places: readonly Place[]): Place[] {
  const sorted = places
    .filter((place) => Number.isFinite(place.start) && Number.isFinite(place.end))
    .map((place) => ({ ...place, start: whole(text, place.start, -1), end: whole(text, place.end, 1) }))
    .filter((place) => place.end > place.start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const tidy: Place[] = [];
  for (const place of sorted) {
    const last = tidy.at(-1);
    if (last && place.start < last.end) {
      last.end = Math.max(last.end, place.end);
      last.why = joinWhy(last.why, place.why);
    } else {
      tidy.push(place);
    }
  }
  return tidy;
}

export function Highlight({ text, places, lang }: { text: string; places: readonly Place[]; lang?: string }) {
  const parts: (string | VNode)[] = [];
  let at = 0;
  for (const place of tidyPlaces(text, places)) {
    if (place.start > at) parts.push(text.slice(at, place.start));
    parts.push(
      <mark class="fw-mark" title={place.why}>
        {text.slice(place.start, place.end)}
      </mark>,
    );
    at = place.end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return (
    <span class="fw-highlight" lang={lang} dir="auto">
      {parts}
    </span>
  );
}

function joinWhy(one: string | undefined, other: string | undefined): string | undefined {
  if (!one || one === other) return other ?? one;
  return other ? `${one}; ${other}` : one;
}

/** Keeps a mark from cutting an emoji in two. */
function whole(text: string, offset: number, step: 1 | -1): number {
  const inside = Math.min(Math.max(Math.trunc(offset), 0), text.length);
  const isLow = inside > 0 && inside < text.length && isSurrogate(text, inside, 0xdc00);
  return isLow && isSurrogate(text, inside - 1, 0xd800) ? inside + step : inside;
}

function isSurrogate(text: string, index: number, base: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === base;
}
