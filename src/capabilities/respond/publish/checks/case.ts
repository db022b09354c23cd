/**
 * What may be a fact of a live court case: who, what happened, when, how many. Whoever approves says why it is none, as
 * words of ours could harm a trial (Contempt of Court Act 1981, sections 1 and 2; domain rules A21 and E12).
 */
import { factsOf } from './facts.ts';
import type { Flag } from './flag.ts';

const crime =
  /\b(?:arrest\w*|charged|charges|suspects?|suspected|victims?|witness\w*|accused|accuses|defendants?|offend\w*|culprits?|attack\w*|guilt|guilty|innocent|convict\w*|sentenced?|acquitted|confess\w*|admitted|alibi|previous convictions?|criminal record|in custody|on bail|stab\w*|shot|shooting|assault\w*|punch\w*|kick\w*|struck|beat|beaten|kill\w*|murder\w*|manslaughter|rap(?:e|ed|ist)|robb\w*|burgl\w*|stole|stolen|threaten\w*|injur\w*|wound\w*|died|dead|deaths?|weapons?|kni(?:fe|ves)|guns?|firearms?|drugs?|(?:old|young|local|the|a|this|that) (?:man|woman|boy|girl|teenager|youth|child)|\d{1,2}[ -]year[ -]olds?)\b/gi;

/** `ours`: names that are no part of a case, such as our own. */
export function caseFlags(text: string, ours: readonly string[], part = 0): readonly Flag[] {
  const flags: Flag[] = [];
  const add = (code: Flag['code'], start: number, found: string) => {
    const end = start + found.length;
    if (!flags.some((flag) => start < flag.end && end > flag.start))
      flags.push({ code, level: 'explain', part, start, end, found });
  };
  const known = ours.map(bare);
  for (const fact of factsOf(text)) {
    if (fact.kind === 'promise' || (fact.kind === 'name' && known.some((name) => name.includes(bare(fact.found)))))
      continue;
    add(fact.kind === 'name' ? 'case-name' : 'case-fact', fact.start, fact.found);
  }
  for (const match of text.matchAll(crime)) add('case-fact', match.index, match[0]);
  return flags.sort((a, b) => a.start - b.start);
}

const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
