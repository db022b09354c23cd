/** The fields of the language, `name:value`: what each takes, and what to say when it cannot. */
import { handleTerms, linkSites } from '#engines/text';
import type { Field, FieldName } from './tree.ts';

export interface FieldOptions {
  /** Whether posts by this handle (without @) may be asked for: official accounts and the press. Absent: any may. */
  readonly mayFrom?: ((handle: string) => boolean) | undefined;
  /** The networks that exist, to catch a misspelt one. Absent: any name is taken. */
  readonly networks?: readonly string[] | undefined;
}

type ReadField =
  | { readonly ok: true; readonly field: Field }
  | { readonly ok: false; readonly words: string; readonly hint: string };

const NAMES: readonly FieldName[] = ['site', 'lang', 'network', 'from'];
/** What people write when they mean one of ours. */
const MEANT: Readonly<Record<string, string>> = {
  url: 'site:',
  domain: 'site:',
  host: 'site:',
  link: 'site:',
  links: 'site:',
  language: 'lang:',
  locale: 'lang:',
  source: 'network:',
  platform: 'network:',
  net: 'network:',
  author: 'from:',
  by: 'from:',
  user: 'from:',
  account: 'from:',
  tag: '#',
  hashtag: '#',
  handle: '@',
  mention: '@',
  mentions: '@',
  to: '@',
};
const LANGUAGES: Readonly<Record<string, string>> = {
  english: 'en',
  welsh: 'cy',
  cymraeg: 'cy',
  scots: 'sco',
  gaelic: 'gd',
  irish: 'ga',
  polish: 'pl',
  french: 'fr',
  german: 'de',
  spanish: 'es',
  italian: 'it',
  portuguese: 'pt',
  romanian: 'ro',
  urdu: 'ur',
  punjabi: 'pa',
  bengali: 'bn',
  gujarati: 'gu',
  arabic: 'ar',
  ukrainian: 'uk',
  russian: 'ru',
  chinese: 'zh',
  turkish: 'tr',
};

export function readField(name: string, text: string, options: FieldOptions): ReadField {
  const field = NAMES.find((known) => known === name.toLowerCase());
  const value = text.trim();
  if (field === undefined) return unknownField(name, value);
  if (value === '')
    return refuse(`Nothing follows ${field}:`, `Write the value right behind the colon, like ${EXAMPLES[field]}.`);
  return READERS[field](value, options);
}

const EXAMPLES: Readonly<Record<FieldName, string>> = {
  site: 'site:example.org',
  lang: 'lang:cy',
  network: 'network:mastodon',
  from: 'from:@northmere',
};

const READERS: Readonly<Record<FieldName, (value: string, options: FieldOptions) => ReadField>> = {
  site(value) {
    const site = /\s/.test(value) ? undefined : linkSites(value.replace(/^\*\.|^\./, ''))[0];
    if (site === undefined)
      return refuse('This is not the name of a website.', `Write only its name, like ${EXAMPLES.site}.`);
    return accept('site', site.slice('site:'.length));
  },
  lang(value) {
    const lang = value.toLowerCase().replaceAll('_', '-');
    if (/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/.test(lang)) return accept('lang', lang);
    const known = LANGUAGES[lang];
    return refuse(
      'This is not a language code.',
      known ? `Write lang:${known}.` : 'Use the short code, like lang:en for English or lang:cy for Welsh.',
    );
  },
  network(value, options) {
    const network = value.toLowerCase();
    if (options.networks !== undefined && !options.networks.includes(network)) {
      const close = nearest(network, options.networks);
      return refuse(
        `There is no network called “${value.slice(0, 40)}” here.`,
        close ? `Did you mean network:${close}?` : `These can be used: ${options.networks.join(', ')}.`,
      );
    }
    if (!/^[\p{L}\p{N}._-]{1,60}$/u.test(network))
      return refuse('This is not the name of a network.', `Write, for example, ${EXAMPLES.network}.`);
    return accept('network', network);
  },
  from(value, options) {
    const handle = handleTerms(value)[0];
    if (handle === undefined)
      return refuse('This is not the name of an account.', `Write, for example, ${EXAMPLES.from}.`);
    if (options.mayFrom !== undefined && !options.mayFrom(handle.slice(1))) {
      return refuse(
        'from: works only for official accounts and the press.',
        'To follow a subject, search for its words. A search cannot be set on a person.',
      );
    }
    return accept('from', handle);
  },
};

function unknownField(name: string, value: string): ReadField {
  const words = `“${name}:” is not something that can be searched for.`;
  const meant = MEANT[name.toLowerCase()] ?? nearest(name.toLowerCase(), [...NAMES, ...Object.keys(MEANT)]);
  const ours =
    meant === undefined
      ? undefined
      : (MEANT[meant] ?? (meant.length > 1 && !meant.endsWith(':') ? `${meant}:` : meant));
  if (ours !== undefined) return refuse(words, `Did you mean ${ours}${value.slice(0, 60)}?`);
  return refuse(
    words,
    'Use site:, lang:, network: or from:. To look for words with a colon, put them in quotation marks.',
  );
}

/** The nearest of the names by letters changed, if it is near. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names.map((known) => ({ known, cost: distance(name, known) })).sort((a, b) => a.cost - b.cost);
  const best = ranked[0];
  return best !== undefined && best.cost <= Math.max(1, Math.floor(best.known.length / 3)) ? best.known : undefined;
}

/** Letters to change, add, take out or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  if (a.length > 40 || b.length > 40) return 99;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const above = rows[i - 1]!;
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const change = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (isSame ? 0 : 1));
      row.push(isSwap ? Math.min(change, rows[i - 2]![j - 2]! + 1) : change);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

const accept = (field: FieldName, value: string): ReadField => ({ ok: true, field: { kind: 'field', field, value } });
const refuse = (words: string, hint: string): ReadField => ({ ok: false, words, hint });
