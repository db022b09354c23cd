/** Short names for the vocabularies that occur in feeds, by their address, and by the prefix people use from habit. */

/** As published, in lower case and without a closing slash or hash, because people get those wrong. */
const byAddress: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/atom': 'atom',
  'https://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns': 'atom03',
  'http://example.com/newformat': 'atom03',
  'http://example.com/necho': 'atom03',
  'http://purl.org/echo': 'atom03',
  'uri/of/echo/namespace': 'atom03',
  'http://purl.org/pie': 'atom03',
  'http://purl.org/rss/1.0': 'rss1',
  'http://purl.org/net/rss1.1': 'rss11',
  'http://my.netscape.com/rdf/simple/0.9': 'rss09',
  'http://channel.netscape.com/rdf/simple/0.9': 'rss09',
  'http://my.netscape.com/publish/formats/rss-0.91.dtd': 'rss',
  'http://blogs.law.harvard.edu/tech/rss': 'rss',
  'http://cyber.law.harvard.edu/rss': 'rss',
  'http://backend.userland.com/rss': 'rss',
  'http://backend.userland.com/rss2': 'rss',
  'http://backend.userland.com/rss091': 'rss',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://purl.org/rss/1.0/modules/slash': 'slash',
  'http://purl.org/rss/1.0/modules/annotate': 'annotate',
  'http://purl.org/rss/1.0/modules/link': 'l',
  'http://purl.org/rss/1.0/modules/wiki': 'wiki',
  'http://www.usemod.com/cgi-bin/mb.pl?modwiki': 'wiki',
  'http://purl.org/rss/modules/content': 'content',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://itunes.apple.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://example.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://search.yahoo.com/mrss': 'media',
  'http://video.search.yahoo.com/mrss': 'media',
  'http://www.google.com/schemas/play-podcasts/1.0': 'googleplay',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/math/mathml': 'mathml',
  'http://www.w3.org/xml/1998/namespace': 'xml',
  'http://www.w3.org/1999/xlink': 'xlink',
  'http://webns.net/mvcb': 'admin',
  'http://web.resource.org/cc': 'cc',
  'http://creativecommons.org/ns': 'cc',
  'http://backend.userland.com/creativecommonsrssmodule': 'creativecommons',
  'http://backend.userland.com/blogchannelmodule': 'blogchannel',
  'http://wellformedweb.org/commentapi': 'wfw',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://purl.org/syndication/thread/1.0': 'thr',
  'http://purl.org/syndication/history/1.0': 'fh',
  'http://www.w3.org/2007/app': 'app',
  'http://purl.org/atom/app': 'app',
  'http://madskills.com/public/xml/rss/module/trackback': 'trackback',
  'http://www.w3.org/2003/01/geo/wgs84_pos': 'geo',
  'http://www.georss.org/georss': 'georss',
  'http://www.opengis.net/gml': 'gml',
  'http://geourl.org/rss/module': 'geourl',
  'http://postneo.com/icbm': 'icbm',
  'http://www.microsoft.com/schemas/rss/core/2005': 'cf',
  'http://feedsync.org/2007/feedsync': 'sx',
  'http://www.microsoft.com/schemas/rss/sse': 'sse',
  'http://conversationsnetwork.org/rssnamespace-1.0': 'conversationsnetwork',
  'http://www.bloglines.com/about/specs/fac-1.0': 'access',
  'http://xmlns.com/foaf/0.1': 'foaf',
  'http://podlove.org/simple-chapters': 'psc',
  'http://podcastindex.org/namespace/1.0': 'podcast',
  'https://podcastindex.org/namespace/1.0': 'podcast',
  'http://a9.com/-/spec/opensearch/1.1': 'opensearch',
  'http://a9.com/-/spec/opensearchrss/1.0': 'opensearch',
  'http://www.rssboard.org/media-rss': 'media',
  'http://wordpress.org/export/1.2/excerpt': 'excerpt',
  'http://purl.org/rss/1.0/modules/company': 'company',
  'http://purl.org/rss/1.0/modules/event': 'ev',
  'http://purl.org/rss/1.0/modules/image': 'image',
  'http://www.w3.org/2000/01/rdf-schema': 'rdfs',
  'http://purl.org/rss/1.0/modules/taxonomy': 'taxo',
  'http://purl.org/rss/1.0/modules/servicestatus': 'ss',
  'http://purl.org/rss/1.0/modules/reference': 'reference',
  'http://purl.org/rss/1.0/modules/search': 'search',
  'http://purl.org/rss/1.0/modules/subscription': 'cp',
  'http://purl.org/rss/1.0/modules/textinput': 'ti',
  'http://purl.org/rss/1.0/modules/threading': 'threading',
  'http://purl.org/rss/1.0/modules/aggregation': 'ag',
  'http://purl.org/rss/1.0/modules/audio': 'audio',
  'http://purl.org/rss/1.0/modules/changedpage': 'changedpage',
  'http://purl.org/rss/1.0/modules/email': 'email',
  'http://purl.org/rss/1.0/modules/rss091': 'rss091',
  'http://purl.org/rss/1.0/modules/streaming': 'streaming',
  'http://schemas.pocketsoap.com/rss/mydescmodule': 'szf',
  'http://schemas.google.com/g/2005': 'gd',
  'http://schemas.google.com/blogger/2008': 'blogger',
  'http://www.purl.org/rss/1.0/modules/atom': 'atom',
  'http://hacks.benhammersley.com/rss/streaming': 'streaming',
  'http://media.tangent.org/rss/1.0': 'audio',
  'xri://$xrd*($v*2.0)': 'xrd',
  'http://xspf.org/ns/0': 'xspf',
  'http://docs.oasis-open.org/ns/search-ws/sru-2-0-response': 'sru',
};

const habits = new Set(Object.values(byAddress));

export function vocabularyOf(address: string): string | null {
  return (
    byAddress[
      address
        .trim()
        .toLowerCase()
        .replace(/[#/]+$/, '')
    ] ?? null
  );
}

/** The vocabulary that this prefix nearly always stands for, or null. */
export function vocabularyByHabit(prefix: string): string | null {
  const name = prefix.toLowerCase();
  return habits.has(name) && name !== 'rss' ? name : null;
}
