/** Markup inside a feed that readers must throw away, because it could act or could hide what is around it. */
import { Parser } from 'htmlparser2';
import type { Wrong } from './values.ts';

const safeTags = new Set(
  'a abbr acronym address area article aside audio b big blockquote br button canvas caption center cite code col colgroup dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li m map mark menu meter nav noscript ol optgroup option output p pre progress q rp rt ruby s samp section select small source span strike strong sub summary sup svg table tbody td textarea tfoot th thead time tr track tt u ul var video wbr xmp math html head body title plaintext marquee nobr bdo bdi picture basefont'.split(
    ' ',
  ),
);
const safeAttributes = new Set(
  'abbr accept accept-charset accesskey action align alt async autocomplete autofocus autoplay axis background balance bgcolor bgproperties border bordercolor bordercolordark bordercolorlight bottompadding cellpadding cellspacing ch challenge char charoff charset checked choff cite class clear color cols colspan compact contenteditable contextmenu controls coords data datafld datapagesize datasrc datetime default delay dir disabled draggable dynsrc enctype end face for form frame galleryimg gutter headers height hidden hidefocus high href hreflang hspace icon id inputmode ismap keytype label lang language leftspacing list longdesc loop loopcount loopend loopstart low lowsrc max maxlength media method min multiple name nohref noshade nowrap open optimum pattern ping placeholder point-size poster pqg preload prompt radiogroup readonly rel repeat-max repeat-min replace required rev rightspacing role rows rowspan rules scope scoped selected shape size sizes span spellcheck src srcset start step style summary suppress tabindex target template title toppadding type unselectable urn usemap valign value variable version volume vrml vspace width wrap xml:lang xml:base xmlns loading decoding itemprop itemscope itemtype property crossorigin referrerpolicy'.split(
    ' ',
  ),
);
const handlers =
  /^on(?:abort|blur|change|click|dblclick|error|focus|keydown|keypress|keyup|load|mousedown|mousemove|mouseout|mouseover|mouseup|reset|resize|select|submit|unload|mouseenter|mouseleave|input|wheel|scroll|toggle|animation\w*|transition\w*|pointer\w*|touch\w*|drag\w*|play|pause|begin|end)$/;

const safeProperties = new Set(
  'azimuth background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color border-left border-left-color border-left-style border-left-width border-right border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width border-width clear color cursor direction display elevation float font font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width overflow padding padding-bottom padding-left padding-right padding-top page-break-after pause pause-after pause-before pitch pitch-range quotes richness speak speak-header speak-numeral speak-punctuation speech-rate stress text-align text-decoration text-indent text-transform unicode-bidi vertical-align visibility voice-family volume white-space width word-spacing'.split(
    ' ',
  ),
);
const safeValue =
  /^(?:#[0-9a-f]{3,8}|rgba?\(\d{1,3}%?,\s*\d{1,3}%?,?\s*\d{0,3}%?(?:,\s*[\d.]+)?\)?|-?\d{0,3}(?:\.\d{1,4})?(?:cm|em|ex|in|mm|pc|pt|px|%|rem|,)?|!important|"[\w ]{1,40}",?|'[\w ]{1,40}',?|[a-z][a-z-]{0,30},?)$/i;

/** Looks at HTML as a browser would. At most ten faults, so that one bad page does not drown the rest. */
export function judgeMarkup(html: string, name: string): Wrong[] {
  const faults: Wrong[] = [];
  const add = (code: string, words: string) => {
    if (faults.length < 10 && !faults.some((one) => one.words === words)) faults.push({ code, words });
  };
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      judgeTag(tag, Object.entries(attributes), name, add);
    },
  });
  parser.end(html.slice(0, 200_000));
  if (/<[a-z][\w-]*$|<\/[a-z][\w-]*$|<[a-z][\w-]*\s[^<>]*$/i.test(html.trim().slice(-2000)))
    add('not-html', `The HTML in <${name}> breaks off inside a tag.`);
  if (/&#(?:x[89][0-9a-f]|1[2-5]\d);/i.test(html))
    add(
      'not-html',
      `<${name}> holds a code like &#146; that stands for no character. Write the character itself, in UTF-8.`,
    );
  const unknown = /<\/?([a-z][\w:-]*)/gi;
  for (const [, tag] of html.slice(0, 20_000).matchAll(unknown)) {
    if (
      !safeTags.has(tag!.toLowerCase()) &&
      !dangerous.has(tag!.toLowerCase()) &&
      !foreign.test(tag!) &&
      !tag!.includes(':')
    )
      add('not-html', `<${tag}> in <${name}> is not an HTML element.`);
  }
  if (/(?:href|src)\s*=\s*["']?(?![a-z][a-z0-9+.-]*:|#|\/\/|["'\s>])[^"'\s>]+/i.test(html))
    add(
      'contains-rel-ref',
      `<${name}> has a link or picture with a relative address. Write addresses whole, with https:// in front.`,
    );
  return faults;
}

const dangerous = new Set([
  'script',
  'meta',
  'embed',
  'object',
  'applet',
  'iframe',
  'frame',
  'frameset',
  'link',
  'base',
  'style',
  'param',
  'isindex',
  'ilayer',
  'layer',
  'bgsound',
  'noframes',
  'blink',
  'import',
  'portal',
  'template',
  'slot',
]);
const foreign =
  /^(?:m[a-z]+|animate\w*|circle|clippath|defs|desc|ellipse|font-face\w*|g|glyph|hkern|lineargradient|line|marker|metadata|missing-glyph|path|polygon|polyline|radialgradient|rect|set|stop|switch|text|tspan|use|semantics|annotation(?:-xml)?|none|maction)$/i;

/** One element with its attributes, from HTML or from XHTML in place. */
export function judgeTag(
  tag: string,
  attributes: readonly (readonly [string, string])[],
  name: string,
  add: (code: string, words: string) => void,
): void {
  const lower = tag.toLowerCase();
  if (lower === 'blink') add('no-blink', `<blink> in <${name}> is not HTML any more. Remove it.`);
  else if (dangerous.has(lower))
    add(
      'security-risk',
      `<${lower}> in <${name}> is thrown away by feed readers, because it can be used for attacks. Remove it.`,
    );
  for (const [attribute, value] of attributes) {
    const key = attribute.toLowerCase();
    if (handlers.test(key))
      add('security-risk', `${key}="..." in <${name}> runs script. Feed readers remove it; leave it out.`);
    else if (key === 'style') judgeStyle(value, name, add);
    else if (
      /^\s*(?:javascript|vbscript|data:text\/html)/i.test(value) &&
      /^(?:href|src|action|background|cite|poster)$/.test(key)
    )
      add('security-risk', `A link in <${name}> runs script. Remove it.`);
  }
}

/** For XHTML in place, where every name must be one that readers know. */
export function judgeNames(
  tag: string,
  attributes: readonly string[],
  space: string,
  name: string,
  add: (code: string, words: string) => void,
): void {
  const lower = tag.toLowerCase();
  const isKnown =
    space === 'svg' || space === 'mathml'
      ? foreign.test(tag) || safeTags.has(lower)
      : safeTags.has(lower) || dangerous.has(lower);
  if (!isKnown)
    add('security-risk', `<${tag}> in <${name}> is not an element that feed readers know. They throw it away.`);
  for (const attribute of attributes) {
    const key = attribute.toLowerCase();
    if (
      key.startsWith('xmlns') ||
      key.includes(':') ||
      key.startsWith('data-') ||
      key.startsWith('aria-') ||
      handlers.test(key)
    )
      continue;
    const isForeign = (space === 'svg' || space === 'mathml') && svgAttributes.test(key);
    if (!safeAttributes.has(key) && !isForeign)
      add(
        'security-risk-attr',
        `The attribute ${attribute} of <${tag}> in <${name}> is not known. Feed readers throw it away.`,
      );
  }
}

const svgAttributes =
  /^(?:d|[cfrx][xy]?|y|[xy][12]|r[xy]|d[xy]|fill.*|stroke.*|stop-.*|font-.*|text-.*|marker.*|transform|viewbox|points|offset|opacity|gradient\w+|clip.*|display|visibility|version|baseprofile|preserveaspectratio|path\w*|marker\w+|begin|dur|from|to|by|values|keytimes|keysplines|calcmode|repeat\w+|attribute\w+|accumulate|additive|rotate|origin|units-per-em|unicode.*|u1|u2|g1|g2|k|horiz-.*|bbox|ascent|descent|cap-height|x-height|ref[xy]|orient|overline-.*|underline-.*|strikethrough-.*|slope|stemh|stemv|widths|panose-1|math\w*|display\w*|depth|fence|separator\w*|open|close|form|stretchy|symmetric|largeop|movablelimits|accent\w*|lspace|rspace|minsize|maxsize|column\w+|row\w+|linethickness|scriptlevel|subscriptshift|superscriptshift|notation|actiontype|selection|encoding|other|equal\w+|frame|target|requiredextensions|requiredfeatures|systemlanguage|zoomandpan|color-rendering|linebreak|lquote|rquote|other|side|edge|groupalign|alignmentscope|bevelled|alt\w*|mathvariant|mathsize|mathcolor|mathbackground|src|alt)$/;

function judgeStyle(style: string, name: string, add: (code: string, words: string) => void): void {
  const words = (what: string) =>
    `The style '${what.slice(0, 60)}' in <${name}> can cover or move what is around it, so feed readers remove it.`;
  if (/&#|\\|expression|url\s*\(|javascript|@import|\/\*/i.test(style)) {
    add('dangerous-style-attr', words(style));
    return;
  }
  for (const rule of style.split(';')) {
    if (rule.trim() === '') continue;
    const [property = '', value] = [
      rule.slice(0, rule.indexOf(':')).trim().toLowerCase(),
      rule.slice(rule.indexOf(':') + 1).trim(),
    ];
    const isSafe =
      safeProperties.has(property) &&
      value!
        .replace(/\s*,\s*/g, ',')
        .split(/\s+|,(?![^(]*\))/)
        .every((part) => safeValue.test(part));
    if (!isSafe) {
      add('dangerous-style-attr', words(rule.trim()));
      return;
    }
  }
}
