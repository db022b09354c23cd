/** What a person types for a LinkedIn Page, and what it means. */
import type { SettingField, SourceSettings } from '../network.ts';
import { addressOf, capField, capOf } from '../speaking.ts';

const usual = 'https://api.linkedin.com';
/** Each is kept alive for about a year. */
export const usualVersion = '202608';

export const publisherFields: readonly SettingField[] = [
  {
    name: 'organisation',
    label: 'Number of the Page',
    hint: 'It stands in the address of the page when you look at it as its administrator',
    isRequired: true,
    isSecret: false,
  },
  {
    name: 'token',
    label: 'Access token',
    hint: 'Of your own app with the Community Management product, with w_organization_social and r_organization_social',
    isRequired: true,
    isSecret: true,
  },
  capField('posts'),
  {
    name: 'version',
    label: 'Version of the interface',
    hint: `Year and month. Leave empty for ${usualVersion}`,
    isRequired: false,
    isSecret: false,
  },
  { name: 'service', label: 'Server', hint: `Leave empty for ${usual}`, isRequired: false, isSecret: false },
];

export interface LinkedInPage {
  readonly service: string;
  readonly version: string;
  /** `urn:li:organization:1234`. */
  readonly urn: string;
  readonly token: string;
  readonly cap: number;
}

export function problems(settings: SourceSettings): readonly { readonly field: string; readonly words: string }[] {
  const found: { field: string; words: string }[] = [];
  if (!/^\d{1,15}$/.test((settings.organisation ?? '').trim()))
    found.push({ field: 'organisation', words: 'Enter the number of the Page, like 1234567' });
  if (!/^[\x21-\x7e]{1,2000}$/.test((settings.token ?? '').trim()))
    found.push({ field: 'token', words: 'Enter the access token' });
  const cap = capOf(settings.cap);
  if (cap === null || !Number.isInteger(cap))
    found.push({ field: 'cap', words: 'Enter how many posts may be sent in a month, like 60' });
  if (!/^(20\d{4})?$/.test((settings.version ?? '').trim()))
    found.push({ field: 'version', words: `Enter year and month, like ${usualVersion}` });
  if (addressOf(settings.service, usual) === null)
    found.push({ field: 'service', words: `Enter the address of a server, like ${usual}` });
  return found;
}

/** Null when `problems` has something to say. */
export function pageOf(settings: SourceSettings): LinkedInPage | null {
  const cap = capOf(settings.cap);
  const service = addressOf(settings.service, usual);
  if (cap === null || service === null || problems(settings).length > 0) return null;
  return {
    service,
    cap,
    version: (settings.version ?? '').trim() || usualVersion,
    urn: `urn:li:organization:${(settings.organisation ?? '').trim()}`,
    token: (settings.token ?? '').trim(),
  };
}
