/** The names of a site under which a search may ask for it. */

const HOST_LIMIT = 253;
const SITE_LABELS = 8;

/** The ends of a host name that a search may ask for, longest first: site:news.bbc.co.uk, site:bbc.co.uk, site:co.uk, site:uk. */
export function sitesOf(host: string): string[] {
  const name = host
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}.-]/gu, '');
  if (name.length > HOST_LIMIT) return [];
  const labels = name.split('.').filter((label) => label !== '');
  if (labels.length > 1 && labels[0] === 'www') labels.shift();
  const kept = labels.slice(-SITE_LABELS);
  return kept.map((_, i) => `site:${kept.slice(i).join('.')}`);
}
