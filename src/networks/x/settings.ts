/** What a person types for an X account, and what it means. */
import type { SettingField, SourceSettings } from '../network.ts';
import { addressOf, capField, capOf } from '../speaking.ts';
import type { XKeys } from './oauth.ts';

const usual = 'https://api.x.com';

const secret = (name: string, label: string, hint: string): SettingField => {
  return { name, label, hint, isRequired: true, isSecret: true };
};

export const publisherFields: readonly SettingField[] = [
  { name: 'handle', label: 'Account name', hint: 'Without @', isRequired: true, isSecret: false },
  secret('consumerKey', 'API key', 'Of your own developer app, with permission to read and write'),
  secret('consumerSecret', 'API key secret', 'Of the same app'),
  secret('token', 'Access token', 'Of the official account, made in the same app'),
  secret('tokenSecret', 'Access token secret', 'That belongs to the access token'),
  capField('US dollars'),
  { name: 'service', label: 'Server', hint: `Leave empty for ${usual}`, isRequired: false, isSecret: false },
];

export interface XAccount extends XKeys {
  readonly service: string;
  readonly handle: string;
  /** In dollars. */
  readonly cap: number;
}

export function problems(settings: SourceSettings): readonly { readonly field: string; readonly words: string }[] {
  const found: { field: string; words: string }[] = [];
  if (!/^@?\w{1,15}$/.test((settings.handle ?? '').trim()))
    found.push({ field: 'handle', words: 'Enter the account name, like NorthmereBC' });
  for (const field of publisherFields)
    if (field.isSecret && !/^[\x21-\x7e]{1,500}$/.test((settings[field.name] ?? '').trim()))
      found.push({ field: field.name, words: `Enter the ${field.label.replace(/^A(?=ccess)/, 'a')}` });
  if (capOf(settings.cap) === null)
    found.push({ field: 'cap', words: 'Enter how many US dollars may be spent in a month, like 20' });
  if (addressOf(settings.service, usual) === null)
    found.push({ field: 'service', words: `Enter the address of a server, like ${usual}` });
  return found;
}

/** Null when `problems` has something to say. */
export function accountOf(settings: SourceSettings): XAccount | null {
  const cap = capOf(settings.cap);
  const service = addressOf(settings.service, usual);
  if (cap === null || service === null || problems(settings).length > 0) return null;
  const of = (name: string) => (settings[name] ?? '').trim();
  return {
    service,
    cap,
    handle: of('handle').replace(/^@/, ''),
    consumerKey: of('consumerKey'),
    consumerSecret: of('consumerSecret'),
    token: of('token'),
    tokenSecret: of('tokenSecret'),
  };
}
