/** A working copy of what was said, with what names people masked. It is for work; the sealed original alone is proof. */

const bar = '█';
const masked = (found: string) => bar.repeat(Math.min(12, Math.max(3, found.length)));

/** In order: what holds other things comes first. */
const shapes: readonly RegExp[] = [
  /https?:\/\/\S+/giu,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu,
  /@[\w.-]+(?:@[\w.-]+)?/gu,
  /\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-Z]? ?\d[ABD-HJLNP-UW-Z]{2})\b/giu,
  /\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/giu,
  /(?:\+?\d[\d ().-]{6,}\d)/gu,
  /\b\d{4,}\b/gu,
  // Two or more words with a capital: a name, or a place. In a working copy too much is masked rather than too little.
  /\b\p{Lu}[\p{L}'’-]+(?:\s+(?:\p{Lu}\.?|de|van|von|al|ap|ab)){0,2}(?:\s+\p{Lu}[\p{L}'’-]+)+/gu,
];

export function workingCopyOf(text: string): string {
  return shapes.reduce((left, shape) => left.replace(shape, masked), text);
}
