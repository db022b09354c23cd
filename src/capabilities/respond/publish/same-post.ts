/** One post can be written down by more than one address: by a lasting id or a handle, for a browser or for its network. */

/** The last step of an address is the post's own number on every network that we know: it stays when the rest is written differently. */
const leastNumber = 8;

/** Without what can be written either way: the protocol, `www.`, what follows `?` or `#`, a last stroke. */
export const plainAddress = (address: string): string =>
  address
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replaceAll('%3a', ':');

/** By what it is recognised: two that share one of these are one post. */
export function marksOf(address: string): readonly string[] {
  const plain = plainAddress(address);
  const number = plain.split('/').at(-1)!;
  return number.length >= leastNumber ? [plain, number] : [plain];
}

export const isSamePost = (one: string, other: string): boolean => {
  const marks = marksOf(other);
  return marksOf(one).some((mark) => marks.includes(mark));
};
