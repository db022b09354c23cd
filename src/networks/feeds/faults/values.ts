/** What a value must look like: dates, addresses, numbers, people. Each check answers with a fault, or nothing. */
import { readDate } from '../dates.ts';
import { hasMarkup } from '../html.ts';

export interface Wrong {
  readonly code: string;
  readonly words: string;
}

/** `name` is how the element or attribute is called in the feed, for the words. */
export type ValueCheck = (value: string, name: string) => Wrong | null;

export const show = (value: string) => (value.length > 60 ? `${value.slice(0, 57)}...` : value).replace(/\s+/g, ' ');
const wrong = (code: string, words: string): Wrong => ({ code, words });

export const rfc3339: ValueCheck = (value, name) => {
  const trimmed = value.trim();
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/.exec(trimmed);
  const [year, month, day, hour, minute, second] = found?.slice(1).map(Number) ?? [];
  const isReal =
    found !== null &&
    month! >= 1 &&
    month! <= 12 &&
    day! >= 1 &&
    day! <= daysIn(year!, month!) &&
    hour! <= 23 &&
    minute! <= 59 &&
    second! <= 60;
  if (!isReal)
    return wrong(
      'invalid-rfc3339-date',
      `The date '${show(trimmed)}' in <${name}> is not a date that Atom knows. Write it like 2026-01-31T09:30:00Z.`,
    );
  return implausible(trimmed, name) ?? spaced(value, name);
};

export const w3cdtf: ValueCheck = (value, name) => {
  const trimmed = value.trim();
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/.exec(
    trimmed,
  );
  const isReal =
    found !== null &&
    inRange(found[2], 1, 12) &&
    inRange(found[3], 1, daysIn(Number(found[1]), Number(found[2] ?? 1))) &&
    inRange(found[4], 0, 23) &&
    inRange(found[5], 0, 59) &&
    inRange(found[6], 0, 60);
  if (!isReal)
    return wrong(
      'invalid-w3cdtf-date',
      `The date '${show(trimmed)}' in <${name}> is not a date of the kind 2026-01-31T09:30:00Z.`,
    );
  return implausible(trimmed, name);
};

const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const rfc822: ValueCheck = (value, name) => {
  const plain = value
    .trim()
    .replace(/\([^()]*\)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const found =
    /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s*(,)?(\s*))?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{2}|\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-]\d{4}|UT|GMT|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT|[A-IK-Z])$/i.exec(
      plain,
    );
  const iso = found ? readDate(plain) : null;
  const advice = 'Write it like Sat, 31 Jan 2026 09:30:00 GMT.';
  if (!found || iso === null || Number(found[7]) > 23 || Number(found[4]) > 31 || Number(found[4]) < 1) {
    return wrong(
      'invalid-rfc2822-date',
      `The date '${show(value.trim())}' in <${name}> is not a date that RSS knows. ${advice}`,
    );
  }
  const day = new Date(Date.UTC(Number(iso.slice(0, 4)), 0, 1));
  const local = new Date(`${found[4]} ${found[5]} ${found[6]!.length === 2 ? iso.slice(0, 4) : found[6]} UTC`);
  day.setTime(local.getTime());
  if (found[1] !== undefined && !Number.isNaN(day.getTime()) && dayNames[day.getUTCDay()] !== found[1].toLowerCase()) {
    return wrong(
      'invalid-rfc2822-date',
      `The date '${show(plain)}' in <${name}> names the wrong day of the week. Correct or leave out "${found[1]}".`,
    );
  }
  if (
    plain.length !== value.trim().replace(/\s+/g, ' ').length ||
    found[6]!.length === 2 ||
    (found[1] !== undefined && (found[2] === undefined || found[3] === ''))
  ) {
    return wrong(
      'problematical-rfc822-date',
      `Some programs cannot read the date '${show(value.trim())}' in <${name}>. ${advice}`,
    );
  }
  return implausible(plain, name);
};

function implausible(value: string, name: string): Wrong | null {
  const year = Number(readDate(value)?.slice(0, 4) ?? 2000);
  if (year >= 1970 && year <= new Date().getUTCFullYear() + 1) return null;
  return wrong(
    'implausible-date',
    `The date '${show(value)}' in <${name}> is ${year < 1970 ? 'before there were feeds' : 'far in the future'}. Correct the year.`,
  );
}

function spaced(value: string, name: string): Wrong | null {
  return value === value.trim()
    ? null
    : wrong('unexpected-whitespace', `<${name}> has spaces or line breaks around its value. Remove them.`);
}

function inRange(digits: string | undefined, low: number, high: number): boolean {
  return digits === undefined || (Number(digits) >= low && Number(digits) <= high);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

// --- addresses ---

const schemes = new Set(
  'http https ftp mailto news nntp gopher telnet file urn tag data cid mid tel sip sips ldap feed rtsp rtspu mms xmpp irc magnet dav about acap aaa aaas cap crid dict dns fax go h323 iax icap im imap info ipp iris modem msrp msrps mtqp mupdate nfs opaquelocktoken pop pres rtmp service shttp snmp soap.beep soap.beeps tftp tip tv vemmi wais xri z39.50r z39.50s doi ni nih ws wss geo sms git bitcoin ipfs at acct'.split(
    ' ',
  ),
);
const uriCharacters = /^[^\s<>"{}|\\^`\x00-\x20]*$/;

/** An address that may be relative. */
export const uriReference: ValueCheck = (value, name) => {
  const trimmed = value.trim();
  if (value !== trimmed || !uriCharacters.test(trimmed))
    return wrong(
      'invalid-uri-char',
      `'${show(value)}' in ${name} has a character that may not stand in an address, such as a space.`,
    );
  return malformed(trimmed, name);
};

/** An address that may be relative, as Atom and extensions use it. */
export const link: ValueCheck = (value, name) => {
  if (value !== value.trim() || value.trim() === '' || !uriCharacters.test(value.trim()))
    return invalidLink(value, name);
  return malformed(value, name);
};

/** A whole address in an element of RSS: spaces around it are borne. */
export const fullLink: ValueCheck = (value, name) => {
  const trimmed = value.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === undefined || !uriCharacters.test(trimmed)) return invalidLink(value, name);
  if (!schemes.has(scheme))
    return wrong(
      'scheme-not-iana-registered',
      `The address '${show(trimmed)}' in ${name} begins with "${scheme}:", which is not a known kind of address.`,
    );
  return malformed(trimmed, name);
};

/** A whole address, with the name that the service gives the fault in Atom and extensions. */
export const absoluteUri: ValueCheck = (value, name) => {
  const trimmed = value.trim();
  if (trimmed !== '' && !uriCharacters.test(trimmed))
    return wrong(
      'invalid-uri-char',
      `'${show(value)}' in ${name} has a character that may not stand in an address, such as a space.`,
    );
  if (!/^[a-z][a-z0-9+.-]*:./i.test(trimmed))
    return wrong('invalid-full-link', `'${show(trimmed)}' in ${name} must be a whole address, with https:// in front.`);
  return malformed(trimmed, name);
};

function invalidLink(value: string, name: string): Wrong {
  return wrong(
    'invalid-link',
    `'${show(value.trim())}' in ${name} is not a proper address. Write it whole, like https://example.org/page, without spaces.`,
  );
}

function malformed(value: string, name: string): Wrong | null {
  if (/^https?:(?!\/\/[^/?#])/i.test(value) || (/^https?:/i.test(value) && !canParse(value)))
    return invalidLink(value, name);
  if (/^tag:/i.test(value)) return tagUri(value);
  if (/^urn:/i.test(value)) return urn(value);
  return null;
}

function canParse(value: string): boolean {
  return URL.canParse(value);
}

/** RFC 4151. */
function tagUri(value: string): Wrong | null {
  const isRight =
    /^tag:(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[\w.+-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?),\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?:[\w\-.~:@!$&'()*+,;=/?%\u00a0-\uffff]*(?:#[\w\-.~:@!$&'()*+,;=/?%]*)?$/i.test(
      value,
    );
  return isRight
    ? null
    : wrong(
        'invalid-tag',
        `'${show(value)}' is not a proper tag address. It must look like tag:example.org,2026-01-31:name.`,
      );
}

/** RFC 8141, and RFC 4122 for uuid. */
function urn(value: string): Wrong | null {
  if (/^urn:uuid:/i.test(value)) {
    return /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
      ? null
      : wrong(
          'invalid-uuid',
          `'${show(value)}' is not a proper UUID: it needs 32 hexadecimal digits in groups of 8-4-4-4-12.`,
        );
  }
  return /^urn:[a-z0-9][a-z0-9-]{1,31}:\S+$/i.test(value) && !/^urn:[^:]*-:/.test(value)
    ? null
    : wrong('invalid-urn', `'${show(value)}' is not a proper URN. It must look like urn:isbn:0451450523.`);
}

/** The same address can be written in many ways; ids must be written in the plainest (RFC 4287 4.2.6.1). */
export const canonical: ValueCheck = (value, name) => {
  const trimmed = value.trim();
  if (!/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return null;
  const found = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/i.exec(trimmed);
  if (!found) return null;
  const [, scheme, authority, path] = found;
  const isHttp = /^https?$/i.test(scheme!);
  const isPlain =
    scheme === scheme!.toLowerCase() &&
    (authority === undefined || authority.replace(/^.*@/, '') === authority.replace(/^.*@/, '').toLowerCase()) &&
    !/:(?:80)?$/.test(isHttp ? (authority ?? '') : '') &&
    !/(?:^|\/)\.\.?(?:\/|$)/.test(isHttp ? path! : '') &&
    !/%(?:[0-9a-f]?[a-f]|[a-f][0-9a-f]?)/.test(trimmed) &&
    !/%(?:2D|2E|5F|7E|3[0-9]|[46][1-9A-F]|[57][0-9A])/.test(trimmed) &&
    !(isHttp && path === '' && authority !== undefined);
  return isPlain
    ? null
    : wrong(
        'non-canonical-uri',
        `The address '${show(trimmed)}' in <${name}> can be written more plainly, so programs may think it is another one. Use lower case and no "..", ":80" or needless %.`,
      );
};

// --- people, languages, types ---

const address = /^[^\s@()<>,;:"[\]]+@(?:[\w-]+\.)+[a-z0-9-]{2,}$/i;

export const contact: ValueCheck = (value, name) => {
  const plain = value
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/, '');
  if (address.test(plain) || /^\S+@\S+\.\S+ \([^()@]+\)$/.test(plain)) return null;
  const somewhere = /[^\s@()<>"']+@(?:[\w-]+\.)+[a-z]{2,}/i.test(plain);
  if (somewhere && /^[^<>()@]+<[^<>]+>$/.test(plain))
    return wrong('email-format', `<${name}> should be written like ann@example.org (Ann Example).`);
  if (somewhere && /^<?[^\s@()<>]+@[^\s@()<>]+>?\s*[(<"].*/.test(plain))
    return wrong('email-format', `<${name}> should be written like ann@example.org (Ann Example).`);
  return wrong(
    'invalid-contact',
    `<${name}> must begin with an e-mail address, like ann@example.org (Ann Example). It says '${show(plain)}'.`,
  );
};

export const email: ValueCheck = (value, name) => {
  const plain = value.trim();
  if (address.test(plain)) return null;
  const code = /^\S+@\S+\s+\(/.test(plain) ? 'invalid-addr-spec' : 'invalid-contact';
  return wrong(
    code,
    `<${name}> must hold an e-mail address and nothing else, like ann@example.org. It says '${show(plain)}'.`,
  );
};

export const language: ValueCheck = (value, name) =>
  /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(value.trim()) &&
  /^(?:[a-z]{2,3}|i|x|[a-z]{4,8})(?:-|$)/i.test(value.trim()) &&
  !/^(?:xx|english|french|german|spanish)$/i.test(value.trim())
    ? null
    : wrong('invalid-language', `'${show(value)}' in ${name} is not a language code. Write it like en or cy-GB.`);

export const mime: ValueCheck = (value, name) =>
  /^[a-z0-9][\w.+-]*\/[a-z0-9*][\w.+-]*(?:\s*;\s*[\w-]+=(?:[^\s;"]+|"[^"]*"))*$/i.test(value.trim())
    ? null
    : wrong('invalid-mime-type', `'${show(value)}' in ${name} is not a media type. Write it like audio/mpeg.`);

// --- numbers and words ---

export const positiveInteger: ValueCheck = (value, name) =>
  /^\+?0*[1-9]\d*$/.test(value.trim())
    ? null
    : wrong('invalid-positive-integer', `'${show(value)}' in ${name} must be a whole number above 0.`);

export const nonNegativeInteger: ValueCheck = (value, name) =>
  /^\d+$/.test(value.trim())
    ? null
    : wrong('invalid-non-negative-integer', `'${show(value)}' in ${name} must be a whole number, 0 or more.`);

export const integer: ValueCheck = (value, name) =>
  /^\+?\d+$/.test(value.trim())
    ? null
    : wrong('invalid-integer', `'${show(value)}' in ${name} must be a whole number.`);

export const float: ValueCheck = (value, name) =>
  /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value.trim())
    ? null
    : wrong('invalid-float', `'${show(value)}' in ${name} must be a number.`);

export function between(low: number, high: number, code: string): ValueCheck {
  return (value, name) => {
    const number = Number(value.trim());
    return value.trim() !== '' && number >= low && number <= high
      ? null
      : wrong(code, `'${show(value)}' in <${name}> must be a number from ${low} to ${high}.`);
  };
}

export function wholeUpTo(high: number, code: string): ValueCheck {
  return (value, name) =>
    /^\d+$/.test(value.trim()) && Number(value) >= 1 && Number(value) <= high
      ? null
      : wrong(code, `'${show(value)}' in <${name}> must be a whole number from 1 to ${high}.`);
}

export function oneOf(words: readonly string[], code: string): ValueCheck {
  return (value, name) =>
    words.includes(value)
      ? null
      : wrong(
          code,
          `'${show(value)}' in ${name} must be one of: ${words.slice(0, 12).join(', ')}${words.length > 12 ? ' ...' : ''}.`,
        );
}

export const notBlank: ValueCheck = (value, name) =>
  value.trim() === '' ? wrong('not-blank', `<${name}> is empty. Fill it or leave it out.`) : null;

/** Plain text that is not meant to hold markup. */
export const plainText: ValueCheck = (value, name) =>
  hasMarkup(value)
    ? wrong(
        'contains-html',
        `<${name}> holds HTML, but only plain text is shown there. Remove the tags and codes such as &amp;amp;`,
      )
    : null;

export function atMost(chars: number): ValueCheck {
  return (value, name) =>
    value.length > chars ? wrong('too-long', `<${name}> has ${value.length} characters; ${chars} is the most.`) : null;
}

export function all(...checks: readonly ValueCheck[]): ValueCheck {
  return (value, name) => {
    for (const check of checks) {
      const fault = check(value, name);
      if (fault !== null) return fault;
    }
    return null;
  };
}
