/** Northmere Council, which does not exist: the organisation, its people, its sources, its watches, its rota. */
import type { NewPerson } from '../people/door.ts';
import type { Organisation } from '../people/person.ts';

export interface DemonstrationWatch {
  readonly name: string;
  readonly purpose: string;
  readonly lawfulBasis: string;
  readonly owner: string;
  readonly dpiaReference: string;
  readonly monthsFromStart: number;
  readonly queries: readonly string[];
}

const watch = (
  name: string,
  purpose: string,
  dpiaReference: string,
  queries: readonly string[],
  owner = 'ann',
): DemonstrationWatch => ({
  name,
  purpose,
  lawfulBasis: 'Public task: running and answering for local services',
  owner,
  dpiaReference,
  monthsFromStart: 6,
  queries,
});

const organisation: Omit<Organisation, 'id'> = {
  name: 'Northmere Council',
  shortNames: ['the council', 'Northmere', 'Cyngor Northmere'],
  sector: 'council',
  nation: 'england',
  officialHandles: ['NorthmereCouncil', 'NorthmereBins', 'NorthmereAlerts', 'NorthmereLibs'],
  pressHandles: ['NorthmereGazette', 'MereFM', 'EastmarchPost', 'WexbridgePost', 'llais_y_mere'],
  isRehearsal: true,
};

const people: readonly NewPerson[] = [
  { key: 'ann', name: 'Ann Weatherby', email: 'ann@northmere.example', roles: ['duty-officer', 'watch-analyst'] },
  {
    key: 'bo',
    name: 'Bo Lindqvist',
    email: 'bo@northmere.example',
    roles: ['duty-officer', 'response-approver', 'publisher'],
  },
  { key: 'marian', name: 'Marian Holt', email: 'marian@northmere.example', roles: ['response-approver'] },
  { key: 'nell', name: 'Nell Abara', email: 'nell@northmere.example', roles: ['policy-owner'] },
  { key: 'gwen', name: 'Gwen Parry', email: 'gwen@northmere.example', roles: ['guardian'], lang: 'cy' },
  { key: 'imran', name: 'Imran Sayeed', email: 'imran@northmere.example', roles: ['dpo'] },
  { key: 'cas', name: 'Cas Bello', email: 'cas@northmere.example', roles: ['care-lead'] },
  { key: 'dee', name: 'Dee Marlow', email: 'dee@northmere.example', roles: ['hr-caseworker'] },
  { key: 'olu', name: 'Olu Adeyemi-Hart', email: 'olu@northmere.example', roles: ['siro'] },
  { key: 'max', name: 'Max Thorne', email: 'max@northmere.example', roles: ['administrator'] },
  { key: 'vi', name: 'Vi Castellan', email: 'vi@northmere.example', roles: ['auditor'] },
  { key: 'jo', name: 'Jo Pargeter', email: 'jo@northmere.example', roles: [] },
];

const watches: readonly DemonstrationWatch[] = [
  watch(
    'Bins and streets',
    'To notice missed bins, fly-tipping, potholes and broken lights, and to answer residents within a day.',
    'DPIA-2026-003',
    [
      'bin OR bins OR binmen OR recycling OR "food caddy" OR "bulky waste" OR "the tip" OR biniau OR ailgylchu',
      'pothole* OR "street light*" OR streetlight* OR "fly tip*" OR flytip* OR grit* OR kerb* OR pavement OR graeanu',
    ],
  ),
  watch(
    'The council by name',
    'To see what is said to or about the council as a body, so that questions get an answer and mistakes are put right.',
    'DPIA-2026-001',
    [
      '@NorthmereCouncil OR @NorthmereBins OR @NorthmereAlerts OR #Northmere OR "northmere council" OR "cyngor northmere"',
      '("the council" OR council OR "town hall" OR cyngor) NOT "council of europe"',
    ],
  ),
  watch(
    'Safety of people and staff',
    'To notice danger to anybody in or around our services and to our staff, at once, at any hour.',
    'DPIA-2026-002',
    [
      '(bomb OR stab* OR shoot* OR burn OR "blow up" OR "pay him a visit" OR "where he lives" OR "where she lives") AND (council OR hall OR fair OR depot OR library OR staff OR warden* OR officer* OR festival OR street OR close)',
      '("can\'t go on" OR "cant go on" OR "end it" OR "no way out" OR suicid* OR "said my goodbyes" OR "letters are written") AND (work OR shift OR council OR depot OR office OR bridge OR tonight)',
      '(depot OR lorry OR lorries OR brake* OR drivers) AND (check* OR unsafe OR "sign off" OR killed OR failed)',
      '("parking officer" OR warden* OR tickets) AND (home OR hurt OR visit OR fingers OR lives OR dad)',
      '"winter fair" OR "at the fair" OR "lantern parade" OR ("station road" AND (hotel OR tonight))',
      '(child OR kid OR kids OR lad OR toddler OR baby OR "old lady" OR nan) AND ("no coat" OR crying OR bruise* OR hungry OR mould OR "on his own" OR "on her own" OR coughing)',
    ],
    'cas',
  ),
  watch(
    'Floods, snow and closures',
    'To help residents in bad weather and correct false news about closures before it does harm.',
    'DPIA-2026-004',
    [
      'flood* OR evacuat* OR "river level" OR sandbag* OR llifogydd',
      '(school* OR pool OR library OR "leisure centre" OR centre) NEAR/6 (close* OR closing OR closed OR shut OR shutting)',
    ],
  ),
  watch(
    'Libraries, leisure and schools',
    'To hear how people find our libraries, pool and school services, and to put wrong news about them right.',
    'DPIA-2026-008',
    [
      'library OR libraries OR llyfrgell OR "leisure centre" OR pool OR "day centre" OR "canolfan ddydd" OR "youth club"',
      '("school place*" OR "school dinners" OR "school meals" OR "school transport" OR "sen transport" OR lollipop)',
    ],
  ),
  watch(
    'Housing and repairs',
    'To pick up repairs, damp and mould in our homes and refer them the same day.',
    'DPIA-2026-005',
    [
      '(damp OR mould OR leak* OR "no heating" OR boiler OR repairs) AND (flat OR house OR landlord OR council OR tenant* OR estate OR court)',
      '"hot water" OR "housing list" OR "housing team" OR "housing officer" OR "teasel court"',
    ],
  ),
  watch(
    'Our name used by others',
    'To find false accounts and messages that use our name to mislead or to take money.',
    'DPIA-2026-006',
    [
      '(deposit OR "bank details" OR refund OR rebate OR "click here" OR verify) AND (council OR northmere OR "council tax")',
      'parody OR spoof OR "fake account" OR "not the real" OR #BinGate OR "singing bin"',
    ],
  ),
  watch(
    'Planning and the high street',
    'To understand what residents ask about the market square plans and to answer it.',
    'DPIA-2026-007',
    [
      'planning OR consultation* OR "market square" OR "high street" OR parking OR "bus lane" OR crossing OR allotment*',
    ],
  ),
];

/** A watch that the red lines refuse: shown as an example, never stored. */
const refusedWatch = {
  ...watch('Union rep', 'To see what the union rep says about the cuts.', 'DPIA-2026-999', ['"union rep" AND cuts']),
  because: 'A watch on a union is refused (red line 1).',
};

export const northmere = {
  foundedDaysAgo: 200,
  stage: 'northmere',
  organisation,
  people,
  watches,
  refusedWatch,
  sources: [
    { name: 'town-chat', title: 'Northmere chat', voice: 'public' },
    { name: 'sky', title: 'Bluesky-like network', voice: 'public' },
    { name: 'fedi', title: 'Mastodon-like network', voice: 'public' },
    { name: 'villages', title: 'Village boards', voice: 'public' },
    { name: 'gazette', title: 'Local news', voice: 'press' },
  ],
  /** Who is on call, first to be rung first. */
  rota: ['ann', 'bo'],
} as const;
