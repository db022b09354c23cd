/** What is known of a post beside its words, as terms. Both indexes of the matcher read it here. */
import { handleTerms, linkSites, tagTerm } from '#engines/text';
import { handleOf, languagesOf, type QueryPost } from './tree.ts';

/** How the terms of each field begin; the fields that no query asks for are not read. */
export const FIELDS = ['lang:', 'network:', 'from:', 'site:', '#', '@'] as const;

/** Hands over each term of the fields that are `asked` for. */
export function readAbout(post: QueryPost, asked: ReadonlySet<string>, noteTerm: (term: string) => void): void {
  if (post.lang && asked.has('lang:')) for (const lang of languagesOf(post.lang)) noteTerm(`lang:${lang}`);
  if (post.network && asked.has('network:')) noteTerm(`network:${post.network.toLowerCase()}`);
  if (asked.has('from:')) for (const term of handleTerms(handleOf(post))) noteTerm(`from:${term}`);
  if (post.links && asked.has('site:'))
    for (const link of post.links) for (const site of linkSites(link)) noteTerm(site);
  if (post.tags && asked.has('#')) for (const tag of post.tags) noteTerm(tagTerm(tag));
  if (post.mentions && asked.has('@'))
    for (const handle of post.mentions) for (const term of handleTerms(handle)) noteTerm(term);
}
