/** What a person types for a Mastodon source or account, and what it means. */
import type { SettingField, SourceSettings } from '../network.ts';

/** What is looked at on the server. */
export type What =
  | { readonly kind: 'public' | 'local' | 'home' | 'mentions' }
  | { readonly kind: 'tag' | 'search' | 'list' | 'account'; readonly value: string };

export interface Wanted {
  /** Origin, without a slash at the end. */
  readonly server: string;
  readonly what: What;
  readonly token: string | null;
}

export type Problem = { readonly field: string; readonly words: string };

const server: SettingField = {
  name: 'server',
  label: 'Server',
  hint: 'For example mastodon.example',
  isRequired: true,
  isSecret: false,
};

const tokenHint = 'From the settings page of the account, under Development. Leave empty to see what everybody can see';

export const fields: readonly SettingField[] = [
  server,
  {
    name: 'what',
    label: 'What to look at',
    hint: 'One of: public, local, tag:NAME, search:WORDS, mentions, home, list:NUMBER, account:NAME@SERVER',
    isRequired: true,
    isSecret: false,
  },
  { name: 'token', label: 'Access token', hint: tokenHint, isRequired: false, isSecret: true },
];

export const publisherFields: readonly SettingField[] = [
  server,
  {
    name: 'token',
    label: 'Access token',
    hint: 'Of the official account, allowed to read and to write',
    isRequired: true,
    isSecret: true,
  },
];

/** All that is wrong with the settings of a source; empty when they can work. */
export function sourceProblems(settings: SourceSettings): readonly Problem[] {
  const problems = accountProblems(settings, false);
  const what = readWhat(settings.what ?? '');
  if (what === null) {
    return [
      ...problems,
      {
        field: 'what',
        words: 'Enter one of: public, local, tag:NAME, search:WORDS, mentions, home, list:NUMBER, account:NAME@SERVER',
      },
    ];
  }
  if (needsToken(what) && (settings.token ?? '').trim() === '') {
    return [
      ...problems,
      { field: 'token', words: 'Enter an access token. The server shows this only to its own people' },
    ];
  }
  return problems;
}

/** All that is wrong with the settings of an account that speaks. */
export function accountProblems(settings: SourceSettings, isTokenRequired = true): readonly Problem[] {
  const problems: Problem[] = [];
  const token = (settings.token ?? '').trim();
  if ((settings.server ?? '').trim() === '') {
    problems.push({ field: 'server', words: 'Enter the address of the server, for example mastodon.example' });
  } else if (readServer(settings.server ?? '') === null) {
    problems.push({ field: 'server', words: 'Enter a server address that begins with https://' });
  }
  if (isTokenRequired && token === '') problems.push({ field: 'token', words: 'Enter the access token' });
  if (!/^[\x21-\x7e]{0,2000}$/.test(token)) {
    problems.push({ field: 'token', words: 'Copy the access token again. It has no spaces or accents' });
  }
  return problems;
}

/** Null when `sourceProblems` has something to say. */
export function readSource(settings: SourceSettings): Wanted | null {
  const what = readWhat(settings.what ?? '');
  const address = readServer(settings.server ?? '');
  if (what === null || address === null || sourceProblems(settings).length > 0) return null;
  return { server: address, what, token: (settings.token ?? '').trim() || null };
}

/** The origin of a server. Plain http only on this very machine, because a token would travel open. */
export function readServer(typed: string): string | null {
  const bare = typed.trim().replace(/\/+$/, '');
  const address = /^[a-z]+:\/\//i.test(bare) ? bare : `https://${bare}`;
  if (bare === '' || bare.length > 300 || !URL.canParse(address)) return null;
  const url = new URL(address);
  const isHere = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return null;
  if (url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '') return null;
  return url.origin;
}

export function readWhat(typed: string): What | null {
  const trimmed = typed.trim();
  if (trimmed === 'public' || trimmed === 'local' || trimmed === 'home' || trimmed === 'mentions')
    return { kind: trimmed };
  const [, kind, rest] = /^(tag|search|list|account):(.{1,500})$/s.exec(trimmed) ?? [];
  const value = (rest ?? '').trim();
  if (value === '') return null;
  if (kind === 'search') return { kind, value };
  if (kind === 'list') return /^[\w-]+$/.test(value) ? { kind, value } : null;
  if (kind === 'account') {
    const account = value.replace(/^@/, '');
    return /^[\w.@:-]+$/.test(account) ? { kind, value: account } : null;
  }
  const tag = value.replace(/^#/, '');
  return kind === 'tag' && /^[\p{L}\p{M}\p{N}_·]+$/u.test(tag) ? { kind, value: tag } : null;
}

function needsToken(what: What): boolean {
  return what.kind === 'home' || what.kind === 'mentions' || what.kind === 'list' || what.kind === 'search';
}
