/**
 * What may stand where, and what its value must be: RSS 2.0 (rssboard.org), RSS 1.0, Atom (RFC 4287) and the extensions
 * that feeds use. Facts of those specifications, one line each.
 */
import {
  absoluteUri,
  all,
  atMost,
  between,
  contact,
  float,
  fullLink,
  integer,
  language,
  link,
  mime,
  nonNegativeInteger,
  notBlank,
  oneOf,
  plainText,
  positiveInteger,
  rfc822,
  rfc3339,
  uriReference,
  type ValueCheck,
  w3cdtf,
  wholeUpTo,
} from './values.ts';

export interface Rule {
  readonly value?: ValueCheck;
  /** May stand more than once in the same parent. */
  readonly isMany?: boolean;
  readonly attributes?: Readonly<Record<string, ValueCheck | null>>;
  /** Attributes that must be there. */
  readonly needs?: readonly string[];
  /** Holds HTML, escaped. */
  readonly isHtml?: boolean;
  /** Where it may stand, by the name of the parent; anywhere when absent. */
  readonly inside?: readonly string[];
  readonly children?: Readonly<Record<string, Rule>>;
  readonly needsChildren?: readonly string[];
}

const many = { isMany: true } as const;
const text = { value: plainText } as const;
const size = (most: number, code: string): Rule => ({ value: wholeUpTo(most, code) });
const explicit = oneOf(['yes', 'no', 'clean', 'true', 'false'], 'invalid-true-false');
const trueFalse = oneOf(['true', 'false'], 'invalid-true-false');
const yesNo = oneOf(['yes', 'no'], 'invalid-yes-no');
const integerAttribute: ValueCheck = (value, name) =>
  /^\d+$/.test(value) && Number(value) > 0
    ? null
    : {
        code: 'invalid-integer-attribute',
        words: `'${value.slice(0, 40)}' in ${name} must be a whole number above 0.`,
      };
const length: ValueCheck = (value, name) =>
  /^-\d+$/.test(value)
    ? nonNegativeInteger(value, name)
    : /^\d+$/.test(value)
      ? null
      : {
          code: 'invalid-integer-attribute',
          words: `'${value.slice(0, 40)}' in ${name} must be the size in bytes, as a whole number.`,
        };
const urlAttribute: ValueCheck = (value, name) => {
  const fault = fullLink(value, name);
  return fault && { code: fault.code === 'invalid-link' ? 'invalid-url-attribute' : fault.code, words: fault.words };
};
const day = oneOf(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], 'invalid-day');
const hour: ValueCheck = (value, name) => {
  if (value.trim() === '24') return { code: 'use-zero-for-midnight', words: `<${name}> says 24. Midnight is 0.` };
  return /^\d+$/.test(value.trim()) && Number(value) <= 23
    ? null
    : { code: 'invalid-hour', words: `'${value.trim().slice(0, 40)}' in <${name}> must be an hour from 0 to 23.` };
};
const npt: ValueCheck = (value, name) =>
  /^(?:now|\d+(?:\.\d*)?|\d+:[0-5]?\d:[0-5]?\d(?:\.\d*)?)$/.test(value.trim())
    ? null
    : {
        code: 'invalid-npt-time',
        words: `'${value.slice(0, 40)}' in ${name} must be a time like 12:05:35 or seconds like 35.3.`,
      };
const mimeAttribute: ValueCheck = (value, name) => {
  const fault = mime(value, name);
  return fault && { code: 'invalid-mime-attribute', words: fault.words };
};
const needed = (value: ValueCheck): ValueCheck => all(notBlank, value);

const image: Rule = {
  children: {
    url: {
      value: all(fullLink, (value, name) =>
        /\.(?:gif|jpe?g|png|svg|webp|ico)(?:[?#].*)?$/i.test(value.trim()) || !/\.\w{2,4}$/.test(value.trim())
          ? null
          : { code: 'image-url-format', words: `The picture in <${name}> must be a GIF, JPEG or PNG.` },
      ),
    },
    title: text,
    link: { value: fullLink },
    width: size(144, 'invalid-width'),
    height: size(400, 'invalid-height'),
    description: text,
  },
};
const textInput: Rule = { children: { title: text, description: text, name: text, link: { value: fullLink } } };

export const rssItem: Readonly<Record<string, Rule>> = {
  title: text,
  link: { value: fullLink },
  description: { isHtml: true },
  author: { value: all(plainText, contact) },
  category: { ...many, value: all(notBlank, plainText), attributes: { domain: null } },
  comments: { value: fullLink },
  enclosure: {
    isMany: true,
    attributes: { url: urlAttribute, length, type: mimeAttribute },
    needs: ['url', 'length', 'type'],
  },
  guid: { attributes: { isPermaLink: null } },
  pubDate: { value: rfc822 },
  source: { attributes: { url: fullLink }, needs: ['url'] },
};

export const rssChannel: Readonly<Record<string, Rule>> = {
  title: { value: all(notBlank, plainText) },
  link: { value: fullLink },
  description: { value: plainText },
  language: { value: language },
  copyright: text,
  managingEditor: { value: contact },
  webMaster: { value: contact },
  pubDate: { value: rfc822 },
  lastBuildDate: { value: rfc822 },
  category: { ...many, value: all(notBlank, plainText), attributes: { domain: null } },
  generator: text,
  docs: { value: fullLink },
  cloud: {
    attributes: {
      domain: null,
      port: integerAttribute,
      path: null,
      registerProcedure: null,
      protocol: oneOf(['xml-rpc', 'soap', 'http-post'], 'invalid-value'),
    },
    needs: ['domain', 'port', 'path', 'registerProcedure', 'protocol'],
  },
  ttl: {
    value: all(
      notBlank,
      (value, name) =>
        integer(value, name) ??
        (Number(value) > 0
          ? null
          : { code: 'invalid-integer', words: `<${name}> must be a number of minutes above 0.` }),
    ),
  },
  image,
  textInput,
  rating: text,
  skipHours: { children: { hour: { isMany: true, value: hour } }, needsChildren: ['hour'] },
  skipDays: { children: { day: { isMany: true, value: day } }, needsChildren: ['day'] },
  item: { isMany: true, children: rssItem },
};

const categories =
  'Arts|Design|Fashion & Beauty|Food|Literature|Performing Arts|Visual Arts|Books|Business|Business News|Careers|Investing|Management & Marketing|Shopping|Entrepreneurship|Marketing|Management|Non-Profit|Comedy|Comedy Interviews|Improv|Stand-Up|Education|Educational Technology|Higher Education|K-12|Language Courses|Training|Courses|How To|Language Learning|Self-Improvement|Fiction|Drama|Science Fiction|Comedy Fiction|Games & Hobbies|Automotive|Aviation|Hobbies|Other Games|Video Games|Government & Organizations|Government|Local|National|Non-Profit|Regional|Health|Alternative Health|Fitness & Nutrition|Self-Help|Sexuality|Health & Fitness|Fitness|Medicine|Mental Health|Nutrition|History|Kids & Family|Education for Kids|Parenting|Pets & Animals|Stories for Kids|Leisure|Animation & Manga|Crafts|Games|Hobbies|Home & Garden|Music|Music Commentary|Music History|Music Interviews|News|Daily News|Entertainment News|News Commentary|Politics|Sports News|Tech News|News & Politics|Religion & Spirituality|Buddhism|Christianity|Hinduism|Islam|Judaism|Other|Spirituality|Religion|Science|Astronomy|Chemistry|Earth Sciences|Life Sciences|Mathematics|Natural Sciences|Nature|Physics|Social Sciences|Science & Medicine|Medicine|Society & Culture|History|Personal Journals|Philosophy|Places & Travel|Documentary|Relationships|Sports|Baseball|Basketball|Cricket|Fantasy Sports|Football|Golf|Hockey|Rugby|Running|Soccer|Swimming|Tennis|Volleyball|Wilderness|Wrestling|Sports & Recreation|Amateur|College & High School|Outdoor|Professional|Technology|Gadgets|Tech News|Podcasting|Software How-To|TV & Film|After Shows|Film History|Film Interviews|Film Reviews|TV Reviews|True Crime'.split(
    '|',
  );
const oldCategories =
  'Arts & Entertainment|Architecture|Entertainment|Photography|Poetry|Science Fiction|Audio Blogs|Business|Finance|Current Events|Family|Public Radio|International|Travel|Talk Radio|Transportation|Video|Movies & Television|Politics|Books & Reading|Food & Wine|Health & Wellness|Diet|Exercise|Nutrition|Sexual Health|History|Information Technology|Computers|Developers|Operating Systems|Security|Web Design|Spirituality|Paganism & Wicca|New Age|Sex|Consumer Electronics|Astronomy|Gossip'.split(
    '|',
  );
const itunesCategory: ValueCheck = (value, name) => {
  if (categories.includes(value.trim())) return null;
  const code = oldCategories.includes(value.trim()) ? 'obsolete-itunes-category' : 'invalid-itunes-category';
  return {
    code,
    words: `'${value.slice(0, 60)}' in ${name} is not a category that Apple Podcasts ${code.startsWith('obsolete') ? 'uses any more' : 'knows'}. Choose one from its list.`,
  };
};

/** Extensions, by vocabulary and name in lower case. What is not listed of a listed vocabulary does not exist in it. */
export const extensions: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  dc: {
    title: text,
    creator: { ...many, value: plainText },
    subject: { ...many },
    description: { isMany: true },
    publisher: { ...many, value: plainText },
    contributor: many,
    date: { isMany: true, value: w3cdtf },
    type: many,
    format: many,
    identifier: {},
    source: {},
    language: { value: language },
    relation: many,
    coverage: many,
    rights: text,
    author: many,
  },
  dcterms: {
    created: { value: w3cdtf },
    issued: { value: w3cdtf },
    modified: { value: w3cdtf },
    available: many,
    abstract: many,
    alternative: many,
    audience: many,
    references: many,
    source: {},
    rights: many,
    title: {},
    creator: many,
    date: { value: w3cdtf },
    description: many,
    subject: many,
    identifier: {},
    license: many,
    type: many,
    publisher: many,
    language: { value: language },
    valid: {},
    datesubmitted: { value: w3cdtf },
    dateaccepted: { value: w3cdtf },
    datecopyrighted: { value: w3cdtf },
    educationlevel: many,
    extent: many,
    medium: many,
    ispartof: many,
    haspart: many,
    isreferencedby: many,
    isreplacedby: many,
    replaces: many,
    requires: many,
    conformsto: many,
    spatial: many,
    temporal: many,
    tableofcontents: many,
    mediator: many,
    format: many,
    hasformat: many,
    hasversion: many,
    isformatof: many,
    isrequiredby: many,
    isversionof: many,
  },
  content: { encoded: { isHtml: true }, items: {} },
  sy: {
    updateperiod: {
      value: (value, name) =>
        ['hourly', 'daily', 'weekly', 'monthly', 'yearly'].includes(value.trim())
          ? null
          : {
              code: 'invalid-update-period',
              words: `'${value.trim().slice(0, 40)}' in <${name}> must be hourly, daily, weekly, monthly or yearly.`,
            },
    },
    updatefrequency: {
      value: all(notBlank, (value, name) =>
        /^\d+$/.test(value.trim()) && Number(value) > 0
          ? null
          : {
              code: 'invalid-integer',
              words: `'${value.trim().slice(0, 40)}' in <${name}> must be a whole number above 0.`,
            },
      ),
    },
    updatebase: { value: w3cdtf },
  },
  slash: {
    comments: { value: nonNegativeInteger },
    section: {},
    department: {},
    hit_parade: {
      value: (value, name) =>
        /^\s*\d+(?:\s*,\s*\d+)*\s*$/.test(value)
          ? null
          : {
              code: 'invalid-comma-separated-integers',
              words: `<${name}> must hold whole numbers with commas between them.`,
            },
    },
  },
  admin: {
    generatoragent: { attributes: { resource: link }, needs: ['resource'], inside: ['channel', 'feed'] },
    errorreportsto: { attributes: { resource: link }, needs: ['resource'], inside: ['channel', 'feed'] },
  },
  creativecommons: { license: { isMany: true, value: fullLink } },
  cc: { license: { isMany: true }, license_: many, work: many, permits: many, requires: many, prohibits: many },
  blogchannel: {
    blogroll: { value: fullLink },
    mysubscriptions: { value: fullLink },
    blink: { value: fullLink },
    changes: { value: fullLink },
  },
  wfw: { comment: { value: fullLink }, commentrss: { value: fullLink } },
  trackback: {
    ping: { value: absoluteUri, attributes: { resource: link }, inside: ['item', 'entry'] },
    about: { ...many, value: absoluteUri, attributes: { resource: link }, inside: ['item', 'entry'] },
  },
  geo: {
    lat: { value: between(-90, 90, 'invalid-latitude') },
    long: { value: between(-180, 180, 'invalid-longitude') },
    point: { children: {} },
    alt: {},
  },
  geourl: {
    latitude: { value: between(-90, 90, 'invalid-latitude') },
    longitude: { value: between(-180, 180, 'invalid-longitude') },
  },
  icbm: {
    latitude: { value: between(-90, 90, 'invalid-latitude') },
    longitude: { value: between(-180, 180, 'invalid-longitude') },
  },
  georss: {
    point: { isMany: true, value: coordinates(1) },
    line: { isMany: true, value: coordinates(2) },
    polygon: { isMany: true, value: coordinates(4) },
    box: { isMany: true, value: coordinates(2) },
    where: many,
    featuretypetag: many,
    relationshiptag: many,
    featurename: many,
    elev: { value: float },
    floor: { value: float },
    radius: { value: float },
    circle: many,
  },
  feedburner: {
    browserfriendly: { value: plainText },
    emailserviceid: {},
    feedburnerhostname: { value: link },
    feedflare: { isMany: true, value: plainText, attributes: { href: relative, src: link } },
    info: { attributes: { uri: null } },
    awareness: { value: link },
    origlink: { value: link },
    origenclosurelink: { value: link },
  },
  thr: {
    'in-reply-to': {
      isMany: true,
      attributes: { ref: absoluteUri, href: uriReference, source: uriReference, type: mime },
      needs: ['ref'],
      inside: ['entry', 'item', 'feed', 'source'],
    },
    total: { value: nonNegativeInteger },
  },
  fh: { complete: {}, archive: {} },
  app: {
    edited: { value: rfc3339 },
    control: { children: { draft: { value: yesNo } } },
    draft: { value: yesNo },
    collection: { isMany: true, attributes: { href: link }, needs: ['href'] },
    categories: { isMany: true, attributes: { fixed: yesNo, scheme: null, href: link } },
    service: {},
    workspace: many,
    accept: many,
  },
  access: {
    restriction: {
      attributes: { relationship: oneOf(['allow', 'deny'], 'invalid-access-restriction-rel') },
      needs: ['relationship'],
    },
  },
  cf: {},
  conversationsnetwork: {
    introduction: many,
    image: { attributes: { href: urlAttribute } },
    ratingaverage: { value: float },
    ratingcount: { value: nonNegativeInteger },
    ratingindividual: { value: positiveInteger },
    ratingtimestamp: { value: isoDateTime },
  },
  itunes: {
    author: text,
    block: {},
    category: { isMany: true, attributes: { text: itunesCategory }, needs: ['text'] },
    image: { attributes: { href: needed(link), url: null }, needs: ['href'] },
    duration: { value: duration, inside: ['item', 'entry'] },
    explicit: { value: explicit },
    keywords: { value: keywords },
    'new-feed-url': { value: fullLink, inside: ['channel', 'feed'] },
    owner: { inside: ['channel', 'feed'], children: { name: text, email: { value: contact } } },
    name: {},
    email: {},
    subtitle: { value: all(plainText, atMost(255)) },
    summary: { value: all(plainText, atMost(4000)) },
    order: { value: integer },
    title: text,
    episode: { value: positiveInteger },
    season: { value: positiveInteger },
    episodetype: { value: oneOf(['full', 'trailer', 'bonus'], 'invalid-itunes-episode-type') },
    type: {},
    complete: {},
    isclosedcaptioned: {},
    link: {},
    pubdate: {},
    applepodcastsverify: {},
  },
  media: {
    content: {
      isMany: true,
      attributes: {
        url: uriReference,
        fileSize: positiveInteger,
        type: mimeAttribute,
        medium: oneOf(['image', 'audio', 'video', 'document', 'executable'], 'invalid-media-medium'),
        isDefault: trueFalse,
        expression: oneOf(['sample', 'full', 'nonstop'], 'invalid-media-expression'),
        bitrate: float,
        framerate: float,
        samplingrate: float,
        channels: nonNegativeInteger,
        duration: positiveInteger,
        height: positiveInteger,
        width: positiveInteger,
        lang: language,
      },
    },
    group: many,
    rating: { isMany: true, attributes: { scheme: absoluteUri } },
    title: { attributes: { type: mediaText } },
    description: { attributes: { type: mediaText } },
    keywords: {},
    thumbnail: {
      isMany: true,
      attributes: { url: uriReference, height: positiveInteger, width: positiveInteger, time: npt },
      needs: ['url'],
    },
    category: { isMany: true, value: plainText, attributes: { scheme: absoluteUri, label: plainText } },
    hash: { isMany: true, attributes: { algo: oneOf(['md5', 'sha-1'], 'invalid-media-hash') } },
    player: {
      isMany: true,
      attributes: { url: uriReference, height: positiveInteger, width: positiveInteger },
      needs: ['url'],
    },
    credit: {
      isMany: true,
      attributes: {
        scheme: absoluteUri,
        role: (value, name) =>
          /^[a-z][a-z -]*$/.test(value)
            ? null
            : {
                code: 'invalid-credit-role',
                words: `'${value.slice(0, 40)}' in ${name} must be a role in lower case, such as producer.`,
              },
      },
    },
    copyright: { value: plainText, attributes: { url: uriReference } },
    text: { isMany: true, attributes: { type: mediaText, lang: language, start: npt, end: npt } },
    restriction: {
      isMany: true,
      attributes: {
        relationship: oneOf(['allow', 'deny'], 'invalid-media-restriction-rel'),
        type: oneOf(['country', 'uri', 'sharing'], 'invalid-media-restriction-type'),
      },
      needs: ['relationship'],
    },
    adult: {},
    community: many,
    starrating: many,
    statistics: many,
    tags: many,
    comments: many,
    comment: many,
    embed: many,
    param: many,
    responses: many,
    response: many,
    backlinks: many,
    backlink: many,
    status: many,
    price: many,
    license: many,
    subtitle: many,
    peerlink: many,
    rights: many,
    scenes: many,
    scene: many,
    scenetitle: many,
    scenedescription: many,
    scenestarttime: many,
    sceneendtime: many,
    location: many,
  },
  sx: {
    sharing: { attributes: { since: rfc3339, until: rfc3339, expires: rfc3339 } },
    related: {
      isMany: true,
      attributes: {
        link: all(absoluteUri),
        title: all(attributeNotBlank, plainText),
        type: oneOf(['complete', 'aggregated'], 'invalid-sse-type'),
      },
      needs: ['link', 'type'],
    },
    sync: {
      attributes: { id: attributeNotBlank, updates: positiveInteger, deleted: trueFalse, noconflicts: trueFalse },
      needs: ['id', 'updates'],
      needsChildren: ['history'],
    },
    history: {
      isMany: true,
      attributes: {
        sequence: positiveInteger,
        when: rfc3339,
        by: all(attributeNotBlank, plainText, (value) =>
          /^[\w\-.~:@!$&'()*+,;=/?%]*$/.test(value)
            ? null
            : {
                code: 'invalid-nss',
                words: `'${value.slice(0, 40)}' in by may only hold letters, digits and a few signs.`,
              },
        ),
      },
      needs: ['sequence'],
    },
    conflicts: many,
  },
  xhtml: {},
};

function coordinates(pairs: number): ValueCheck {
  return (value, name) => {
    const plain = value.trim();
    if (/^-?[\d.]+,\s*-?[\d.]+/.test(plain))
      return {
        code: 'coord-comma',
        words: `The places in <${name}> must have spaces between the numbers, not commas.`,
      };
    const numbers = plain.split(/\s+/).map(Number);
    if (numbers.some(Number.isNaN) || numbers.length < pairs * 2 || numbers.length % 2 !== 0)
      return { code: 'invalid-coord', words: `<${name}> must hold pairs of numbers: latitude, then longitude.` };
    return null;
  };
}

function attributeNotBlank(value: string, name: string) {
  return value.trim() === '' ? { code: 'not-blank', words: `${name} is empty. Fill it or leave it out.` } : null;
}

function relative(value: string, name: string) {
  return /^[a-z][a-z0-9+.-]*:/i.test(value.trim())
    ? fullLink(value, name)
    : { code: 'contains-rel-ref', words: `The address in ${name} must be whole, with https:// in front.` };
}

function isoDateTime(value: string, name: string) {
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.test(value.trim())
    ? null
    : {
        code: 'invalid-iso8601-date-time',
        words: `'${value.trim().slice(0, 40)}' in <${name}> must be a time like 2026-01-31T09:30:00.`,
      };
}

function duration(value: string, name: string) {
  return /^(?:\d+|(?:\d{1,2}:)?\d{1,3}:\d{2})$/.test(value.trim())
    ? null
    : {
        code: 'invalid-duration',
        words: `'${value.trim().slice(0, 40)}' in <${name}> must be a length like 1:05:35 or seconds.`,
      };
}

function keywords(value: string, name: string) {
  const plain = value.trim();
  return !plain.includes(',') && plain.split(/\s+/).length > 1
    ? { code: 'invalid-keywords', words: `Put commas between the words in <${name}>.` }
    : plainText(value, name);
}

function mediaText(value: string, name: string) {
  return ['plain', 'html'].includes(value)
    ? null
    : { code: 'invalid-media-text-type', words: `'${value.slice(0, 40)}' in ${name} must be plain or html.` };
}
