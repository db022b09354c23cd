/** How long a post is on each network, and how long it may be. */

/** Characters of one post. Mastodon servers may allow more; the server itself has the last word when it is sent. */
const most: Readonly<Record<string, number>> = {
  bluesky: 300,
  mastodon: 500,
  rehearsal: 500,
  x: 280,
  facebook: 5_000,
  linkedin: 3_000,
};

export const mostCharacters = (network: string): number => most[network] ?? 280;

/** As a person counts: what is seen as one character is one. On Mastodon and X an address counts 23, however long. */
export function lengthOn(network: string, text: string): number {
  const counted = network === 'mastodon' || network === 'x' ? text.replace(/https?:\/\/\S+/g, 'x'.repeat(23)) : text;
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(counted)].length;
}
