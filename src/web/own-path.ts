/** Where a redirect may lead: a path of our own, never an address that somebody else chose. */

/**
 * Browsers drop tabs and line ends from an address and read a backslash as a slash (URL Standard, 4.4), so that
 * `/<tab>/evil.example` leads away: no control character and no backslash may stand in it.
 */
export function isOwnPath(path: string): boolean {
  return /^\/(?!\/)[^\\\p{Cc}]*$/u.test(path);
}
