/** What a person types for a Facebook Page, and what it means. */
import type { SettingField, SourceSettings } from '../network.ts';
import { addressOf, capField, capOf } from '../speaking.ts';

const usual = 'https://graph.facebook.com';

export const publisherFields: readonly SettingField[] = [
  {
    name: 'page',
    label: 'Number of the Page',
    hint: 'You find it on the Page under About, Page transparency',
    isRequired: true,
    isSecret: false,
  },
  {
    name: 'token',
    label: 'Page access token',
    hint: 'Of your own app, with the permissions pages_manage_posts, pages_manage_engagement and pages_read_engagement',
    isRequired: true,
    isSecret: true,
  },
  capField('posts'),
  { name: 'service', label: 'Server', hint: `Leave empty for ${usual}`, isRequired: false, isSecret: false },
];

export interface FacebookPage {
  readonly service: string;
  readonly page: string;
  readonly token: string;
  readonly cap: number;
}

export function problems(settings: SourceSettings): readonly { readonly field: string; readonly words: string }[] {
  const found: { field: string; words: string }[] = [];
  if (!/^\d{5,20}$/.test((settings.page ?? '').trim()))
    found.push({ field: 'page', words: 'Enter the number of the Page, like 102030405060708' });
  if (!/^[\x21-\x7e]{1,1000}$/.test((settings.token ?? '').trim()))
    found.push({ field: 'token', words: 'Enter the Page access token' });
  const cap = capOf(settings.cap);
  if (cap === null || !Number.isInteger(cap))
    found.push({ field: 'cap', words: 'Enter how many posts may be sent in a month, like 60' });
  if (addressOf(settings.service, usual) === null)
    found.push({ field: 'service', words: `Enter the address of a server, like ${usual}` });
  return found;
}

/** Null when `problems` has something to say. */
export function pageOf(settings: SourceSettings): FacebookPage | null {
  const cap = capOf(settings.cap);
  const service = addressOf(settings.service, usual);
  if (cap === null || service === null || problems(settings).length > 0) return null;
  return { service, cap, page: (settings.page ?? '').trim(), token: (settings.token ?? '').trim() };
}
