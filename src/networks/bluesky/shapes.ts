/** What may be believed of a value that came from outside: its shape, its characters and its length. */

export type Shape = Readonly<Record<string, unknown>>;

/** The value as something with named parts; null when it is anything else. */
export const object = (value: unknown): Shape | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shape) : null;

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

// https://atproto.com/specs/did : did:plc and did:web are the methods in use; the syntax leaves room for others.
const didShape = /^did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,200}$/;
export const isDid = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 230 && didShape.test(value);

// https://atproto.com/specs/record-key
const recordKeyShape = /^[A-Za-z0-9._:~-]{1,512}$/;
export const isRecordKey = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 512 && value !== '.' && value !== '..' && recordKeyShape.test(value);

const cidShape = /^[A-Za-z0-9+=]{8,256}$/;
export const isCid = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 256 && cidShape.test(value);

// https://atproto.com/specs/handle
const handleShape = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
export const isHandle = (value: string): boolean => value.length <= 253 && handleShape.test(value);

const dangerous = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]|\p{Surrogate}/gu;

/**
 * Text that any database and any page can hold: no control characters (PostgreSQL refuses NUL), no half characters,
 * one kind of line break, at most `maxLength` UTF-16 units. Zero-width and look-alike characters stay: they are what
 * the author wrote, and the text engine knows how to see through them.
 */
export const cleanText = (value: string, maxLength: number): string => {
  const cut = value.length > maxLength * 2 ? value.slice(0, maxLength * 2) : value;
  const clean = cut.replace(/\r\n?/g, '\n').replace(dangerous, '');
  if (clean.length <= maxLength) return clean;
  // Not in the middle of a surrogate pair.
  const last = clean.charCodeAt(maxLength - 1);
  return clean.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
};

const maxAddressLength = 2_000;

/** A web address, or null: never `javascript:`, `data:` or anything else that a page could run. */
export const webAddress = (value: unknown): string | null => {
  if (typeof value !== 'string' || value.length > maxAddressLength || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return url.href.length > maxAddressLength ? null : url.href;
};
