/** Text-speak and common misspellings, each with the word it stands for. */
const LINES = `
you: u ya yu yous yer ye
your: ur yr yor
youre: ure youre yr
are: r
be: b
see: c
and: n nd an'
tomorrow: 2moro 2morrow tmrw tomoz tomorow tommorow tmw 2mo tomoro morra
tonight: tonite 2nite 2night tnite tonit nicht
today: 2day
because: cos cuz coz bc becos becuz cause becoz
people: ppl peeps peple
please: pls plz plse pleas plis plîs
thanks: thx tks thnx thanx tnx
with: w wi wiv
about: abt bout aboot
before: b4 befor
someone: sumone sum1 some1 somebody somebdy sumbody
something: sumthing summat sumat somethin sumfin
anyone: any1 anybody
everyone: every1 everybody evry1
nobody: no1 nobdy
going: goin gonna gunna
want: wanna wana wanta
them: em thm
the: teh tha th
what: wot wat whit wht
have: av hav hv
message: msg mesg
really: rly realy
right: rite
night: nite nights
know: kno knw
for: fr
would: wud
should: shud
could: cud
through: thru
though: tho
police: polis bizzies feds polise
mother: mum mam mom mammy mummy mums mams
father: dad daddy dads
grandmother: nan gran nana nanna grandma nain mamgu
grandfather: grandad taid grandpa gramps granda
children: kids weans bairns kiddies
child: kid wean bairn kiddie
years: yrs yr
hours: hrs hr
minutes: mins min
weeks: wks wk
council: cncl cowncil
school: skool skl
suicide: suicde sucide
appointment: appt appointmnt apt
definitely: defo
their: thier there's
dont: dunno don't
cannot: cant cannae
whistleblower: whistleblowers whistle-blower whistleblowing
email: e-mail emails emailed
`;

export const SPELLINGS: ReadonlyMap<string, string> = new Map(
  LINES.trim()
    .split('\n')
    .flatMap((line) => {
      const [word, rest] = line.split(': ') as [string, string];
      return rest.split(' ').map((spelling) => [spelling, word] as const);
    }),
);
