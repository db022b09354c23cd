/** A reading as the encoder wants it: small letters, text-speak undone, the body's names, handles and links made plain words. */
import { BODY, HANDLE, type Reading } from './words.ts';

/** In UTF-16 units. The encoder reads 128 pieces at most, which is about 500 letters. */
const LIMIT = 900;

const STANDS_FOR: Readonly<Record<string, string>> = { [BODY]: 'the council', [HANDLE]: '@someone', _link: 'link' };

/** The body's own name must not matter: what is said of Northmere holds for every council, force or trust. */
export function encoderText({ text, words, starts, ends, isFeed }: Reading): string {
  const parts: string[] = isFeed ? ['news: '] : [];
  let at = 0;
  let length = 0;
  for (let i = 0; i < words.length && length < LIMIT; i++) {
    const from = starts[i]!;
    const between = text.slice(at, from);
    const raw = text.slice(from, ends[i]!).replace(/\p{Cf}/gu, '');
    const word = STANDS_FOR[words[i]!] ?? (isSpeltOut(raw, words[i]!) ? words[i]! : raw);
    parts.push(between, word);
    length += between.length + word.length;
    at = ends[i]!;
  }
  if (length < LIMIT) parts.push(text.slice(at, at + 100));
  return parts
    .join('')
    .replace(/[#@]?the council/g, 'the council')
    .replace(/the the council/gi, 'the council')
    .replace(/https?:\/\/\S+|\blink\/\S*/g, 'link')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .slice(0, LIMIT);
}

/** Text-speak or look-alike letters were undone, so the word reads otherwise than it was written; else the writer's own spelling stays. */
function isSpeltOut(raw: string, word: string): boolean {
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(raw) && /^[a-z0-9]+$/.test(word)) return true;
  return /^[\x20-\x7e]+$/.test(raw) && raw.toLowerCase().replace(/['’]/g, '') !== word;
}
