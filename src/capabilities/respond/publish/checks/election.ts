/**
 * Before a vote: words about candidates, parties and the comparing of policies are to be looked at, and a politician is
 * not quoted (Code of recommended practice on local authority publicity; domain rule A11).
 */
import type { Flag } from './flag.ts';

const parties =
  /\b(?:labour|conservatives?|tory|tories|liberal democrats?|lib dems?|green party|reform uk|snp|scottish national party|plaid cymru|sinn f[eé]in|dup|sdlp|ulster unionists?|alliance party|independents?)\b/gi;
const contest =
  /\b(?:candidates?|manifestos?|canvass\w*|vote for|voters? should|polls? show|hustings|marginal seat|campaign promises?|election pledges?|(?:our|the) opposition|opposition(?:'s|’s)? plans?)\b/gi;
const compared =
  /\b(?:better than (?:the )?(?:last|previous|other|opposition)|unlike (?:the )?(?:last|previous|other|opposition)|under (?:the )?(?:last|previous) (?:administration|council|government)|(?:previous|last) administration|record investment|thanks to (?:this|our|the) (?:administration|council|government)|proud(?:ly)? (?:to )?deliver\w*)\b/gi;
const politician =
  /\b(?:cllrs?|councillors?|(?:the )?(?:council )?leader(?: of the council)?|deputy leader|cabinet member|portfolio holder|mayor|minister|secretary of state|first minister|mp|ms|msp|mla|police and crime commissioner)\b/gi;
const quoted =
  /[“"][^”"]{8,}[”"]|\b(?:said|says|added|commented|praised|praises|welcomed|welcomes|is delighted|was delighted|thanked|hailed|hails)\b/i;

export function electionFlags(text: string, part = 0): readonly Flag[] {
  const flag = (match: RegExpMatchArray, code: Flag['code'], level: Flag['level']): Flag => ({
    code,
    level,
    part,
    start: match.index ?? 0,
    end: (match.index ?? 0) + match[0].length,
    found: match[0],
  });
  const people = [...text.matchAll(politician)];
  const isQuoting = quoted.test(text);
  return [
    ...[parties, contest, compared].flatMap((shape) =>
      [...text.matchAll(shape)].map((match) => flag(match, 'election-word', 'look')),
    ),
    ...people.map((match) => flag(match, isQuoting ? 'election-quote' : 'election-word', isQuoting ? 'stop' : 'look')),
  ].sort((a, b) => a.start - b.start);
}
