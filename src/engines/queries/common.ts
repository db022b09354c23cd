/**
 * How many posts in a thousand hold some very common words: a first guess until enough posts have passed by.
 *
 * Rough guesses of our own for English and Welsh posts. They only choose by which word a query is found, never whether
 * it is found, so they need not be right; what really passes by soon replaces them.
 */
const PER_THOUSAND: Readonly<Record<number, string>> = {
  350: 'the to',
  250: 'a in of and i is',
  180: 'for you on it my me',
  120: 'that this with at be are so we not just have your was from all but',
  80: 'up out get like now they can its what im if do our about by as or one will no when has how their his he',
  40:
    'she her them us who more new time day people go know see good dont love want need here today back some there an ' +
    'been had were would than then off over after before only still because down first last into rt via http https co ' +
    'com uk www amp',
  15:
    'council police school hospital news help please thank thanks make made way really right home work life going got ' +
    'look year years week even think say says said take never always every next may should could where which these ' +
    'y yr yn ar mae i o a am gan dim nid wedi',
};

const known = new Map<string, number>();
for (const [share, words] of Object.entries(PER_THOUSAND)) {
  for (const word of words.split(' ')) if (!known.has(word)) known.set(word, Number(share) * 1000);
}

/** Posts in a million that hold the term. Short words and prefixes are guessed to be commoner. */
export function guessCommonness(term: string, isPrefix: boolean): number {
  if (term.startsWith('lang:')) return 900_000;
  if (term.startsWith('network:')) return 500_000;
  const listed = known.get(term) ?? Math.round(20_000 / Math.max(1, term.length) ** 2);
  return isPrefix ? listed + Math.round(200_000 / term.length ** 2) : listed;
}
