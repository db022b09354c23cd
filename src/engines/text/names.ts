/** Tags, handles and sites that do not stand in a text but beside it, folded as the cutter folds those in a text. */
import { buildCutter } from './cut.ts';
import * as fold from './fold.ts';
import { sitesOf } from './sites.ts';
import { HANDLE, termAt, WORD_LIMIT } from './tokens.ts';

const cutter = buildCutter();

/** '#saveourbins' for 'SaveOurBins', '#SaveOurBins' and 'Save our bins'; '' when no letter is in it. */
export function tagTerm(tag: string): string {
  let folded = '';
  for (const char of tag.slice(0, WORD_LIMIT * 4)) {
    const entry = fold.entryOf(char.codePointAt(0) ?? 0);
    const kind = fold.classOf(entry);
    if (fold.isWordClass(kind) || kind === fold.SINGLE) folded += fold.foldedOf(entry);
    if (folded.length >= WORD_LIMIT) break;
  }
  return folded === '' ? '' : `#${folded.slice(0, WORD_LIMIT)}`;
}

/** What the eye reads of a name, letters and digits alone: "northmere" for "Nοrth-Mеre" with a Greek and a Cyrillic letter. */
export function seenName(name: string): string {
  let read = '';
  for (const char of name.slice(0, WORD_LIMIT * 4)) {
    const point = char.codePointAt(0) ?? 0;
    const entry = fold.entryOf(point);
    const kind = fold.classOf(entry);
    if (fold.isWordClass(kind) || kind === fold.SINGLE) read += fold.seenAs(point) ?? fold.foldedOf(entry);
    if (read.length >= WORD_LIMIT) break;
  }
  return read.slice(0, WORD_LIMIT);
}

/** '@north@example.social' and '@north' for either spelling of a handle, with or without its @; none when it is no handle. */
export function handleTerms(handle: string): string[] {
  cutter.reset();
  cutter.read(`@${handle.trim().replace(/^@/, '').slice(0, 400)}`);
  const terms: string[] = [];
  for (let i = 0; i < cutter.size; i++) {
    if (cutter.kind[i] === HANDLE && cutter.position[i] === 0) terms.push(termAt(cutter, i));
  }
  return terms;
}

/** 'site:news.example.org', 'site:example.org', 'site:org' for a link or a bare host name. */
export function linkSites(link: string): string[] {
  const rest = link
    .slice(0, 2000)
    .trim()
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}/i, '');
  const authority = rest.split(/[/?#\\]/, 1)[0] ?? '';
  return sitesOf(authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, ''));
}
