/**
 * Plain statements about safety or disclosure that must be raised whatever the model makes of them. Each is matched
 * against the post's words as `words.ts` leaves them, joined by spaces; its examples are its tests.
 */
export interface Cue {
  readonly name: string;
  readonly code: 'T1' | 'T2' | 'T3' | 'T4';
  /** Shown to the person who triages. */
  readonly words: string;
  readonly shape: RegExp;
  readonly examples: { readonly found: readonly string[]; readonly ignored: readonly string[] };
}

export const CUES: readonly Cue[] = [
  {
    name: 'bomb or gun at a place',
    code: 'T1',
    words: 'Speaks of a bomb or a gun at a place',
    shape:
      /\b(?:bomb|bom|gunman|gun|shooter|explosive|grenade)(?: \S+){0,3} (?:in|at|outside|inside|under|yn|tu allan)(?: \S+){0,3} (?:hall|office|offices|school|hospital|ward|reception|library|station|council|fair|market|mosque|church|centre|neuadd|ysgol|ysbyty|_body)\b/,
    examples: {
      found: ['bomb in the town hall', 'man with a gun outside the school'],
      ignored: ['bomb in our escape room game', 'the town hall clock'],
    },
  },
  {
    name: 'will kill or harm',
    code: 'T1',
    words: 'Says that somebody will be killed or badly hurt',
    shape:
      /\b(?:going to|will|ill|shall|hell|theyll) (?:kill|stab|shoot|murder|behead|bomb|burn) (?:you|him|her|them|everyone|everybody|(?:the|your|that|this|every) (?:\S+ )?(?:warden|nurse|doctor|officer|driver|mayor|teacher|inspector|bailiff|judge|manager|leader|worker|staff|police))\b/,
    examples: {
      found: ['I am going to kill him', 'ill stab the warden'],
      ignored: ['it will kill the high street trade', 'going to bed'],
    },
  },
  {
    name: 'wants to die',
    code: 'T2',
    words: 'Says that somebody wants to die or hurt themselves',
    shape:
      /\b(?:want|wants|going|trying|tried) to (?:die|end my life|end his life|end her life|kill myself|kill himself|kill herself)\b|\b(?:end|take|took|taking) (?:my|his|her) (?:own )?life\b|\bisio (?:marw|byw ddim mwy)\b|\bladd (?:fy|ei) hun\b|\bself harming\b|\btaken an overdose\b/,
    examples: {
      found: ['I want to die', 'she said she will take her own life', 'dwi am ladd fy hun'],
      ignored: ['I want to dance', 'the time of my life'],
    },
  },
  {
    name: 'told to falsify or keep quiet',
    code: 'T4',
    words: 'Says that staff were told to falsify something or to keep quiet',
    shape:
      /\b(?:told|asked|made|ordered|forced|instructed)(?: me| us| staff| we)?(?: to)? (?:falsify|backdate|forge|fake|alter|shred|delete|cover up|keep quiet|change the|sign off)\b/,
    examples: {
      found: ['we were told to falsify the records', 'my boss made me backdate the checks'],
      ignored: ['told to change at Crewe', 'asked for the time'],
    },
  },
  {
    name: 'child alone or beaten',
    code: 'T3',
    words: 'Says that a child is alone, hungry or being hurt',
    shape:
      /\b(?:child|children|baby|toddler|boy|girl)(?: \S+){0,4} (?:left alone|on her own|on his own|covered in bruises|being hit|being beaten|being abused|starving)\b/,
    examples: {
      found: ['baby has been left alone again', 'the little boy next door is covered in bruises'],
      ignored: ['my baby is hungry for cake'],
    },
  },
];

/** Families that say it is a joke, a game, a song, a story, sport, an exercise, old news or a figure of speech. */
export const DAMPERS: readonly string[] = [
  'joke',
  'game',
  'song',
  'story',
  'sport',
  'drill',
  'news_past',
  'idiom',
  'parody',
];
