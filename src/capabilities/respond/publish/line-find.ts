/** Which line fits what a post says: words that both have, each weighed by how few lines have it (tf-idf, Jones 1972). */
import { readWords, tagTerm } from '#engines/text';
import type { Line } from './door.ts';

const mostFound = 5;
/** Words that stand in every text and point at none. */
const plainWords = new Set(
  'a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its just me my no not of on or our out she should so that the their them then there they this to too up us was we were what when where which who why will with would you your'.split(
    ' ',
  ),
);

export function rankLines(
  lines: readonly Line[],
  words: readonly string[],
): readonly { readonly line: Line; readonly score: number }[] {
  const bags = lines.map((line) => bagOf(line));
  const seenIn = new Map<string, number>();
  for (const bag of bags) for (const word of bag.keys()) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  const asked = new Set(words.map(stem).filter((word) => !plainWords.has(word)));
  return lines
    .map((line, i) => {
      let score = 0;
      for (const word of asked) {
        const times = bags[i]!.get(word);
        if (times) score += (1 + Math.log(times)) * Math.log(1 + lines.length / seenIn.get(word)!);
      }
      return { line, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostFound);
}

/** The title and its tags say what a line is for: they count twice and three times. */
function bagOf(line: Line): ReadonlyMap<string, number> {
  const bag = new Map<string, number>();
  const add = (word: string, times: number) => {
    if (!plainWords.has(word)) bag.set(stem(word), (bag.get(stem(word)) ?? 0) + times);
  };
  for (const word of readWords(line.live?.text ?? '')) add(word, 1);
  for (const word of readWords(line.title)) add(word, 2);
  for (const tag of line.tags) {
    for (const word of readWords(tag)) add(word, 3);
    add(tagTerm(tag).slice(1), 3);
  }
  return bag;
}

/** "bins" and "bin", "closed" and "closes": enough to meet, and never shorter than four letters. */
const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ings?|ed|es|s)$/, '') : word);
