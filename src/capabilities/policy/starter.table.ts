/**
 * The model policy that an organisation begins with: 12 principles, 44 clauses, and the scenarios they are tried on. It is
 * ours to give away. The sources say where to look, are not legal advice and were last read on 23 November 2026; England
 * first, so other nations have some acts of their own.
 */

export interface StarterClause {
  readonly number: number;
  readonly title: string;
  readonly words: string;
  readonly reason: string;
  readonly source: string;
  /** Numbers of scenarios. */
  readonly scenarios: readonly number[];
}

export const starterPrinciples: readonly { readonly number: number; readonly title: string; readonly words: string }[] =
  [
    { number: 1, title: 'Trust', words: 'We expect good sense and we help people use it.' },
    { number: 2, title: 'One standard', words: 'We behave the same online as face to face.' },
    { number: 3, title: 'Free speech', words: 'You may have and share views; we step in only when we must.' },
    { number: 4, title: 'Privacy', words: 'We do not spy on staff or the public.' },
    { number: 5, title: 'Keep confidences', words: 'Other people’s secrets are not ours to share.' },
    { number: 6, title: 'Safety first', words: 'People matter more than our image.' },
    { number: 7, title: 'Honesty', words: 'We do not mislead, and we fix mistakes in the open.' },
    { number: 8, title: 'Fairness', words: 'Small slips get help; serious harm gets action.' },
    { number: 9, title: 'Speak up', words: 'We protect people who report wrong.' },
    { number: 10, title: 'Neutral', words: 'Our accounts do not take sides in politics.' },
    { number: 11, title: 'One voice', words: 'Official answers come from official accounts.' },
    { number: 12, title: 'Keep learning', words: 'We change these rules when life changes.' },
  ];

export const starterClauses: readonly StarterClause[] = [
  {
    number: 1,
    title: 'Who this is for',
    words:
      'These rules are for everyone who works for us, paid or not. Councillors and board members have their own code too.',
    reason: 'People need to know who is bound by these rules, so that nobody is surprised.',
    source: 'Acas guidance on social media at work',
    scenarios: [],
  },
  {
    number: 2,
    title: 'What we mean by social media',
    words:
      'It means any place where you can post, share, comment or chat online. Private groups count too, because screenshots travel.',
    reason: 'Harm can start in a closed group as well as on an open page.',
    source: 'Acas guidance on social media at work',
    scenarios: [14],
  },
  {
    number: 3,
    title: 'Your own accounts',
    words: 'You can use social media in your own time. You do not need permission to have a private life.',
    reason: 'Everybody has a right to a private life and to speak.',
    source: 'Human Rights Act 1998, Articles 8 and 10',
    scenarios: [],
  },
  {
    number: 4,
    title: 'Your views',
    words: 'You may hold and share your own beliefs. Say them with respect, and do not speak as if you are us.',
    reason: 'Views and beliefs are protected. How they are put may be looked at.',
    source: 'Human Rights Act 1998, Articles 9 and 10; Equality Act 2010, section 10',
    scenarios: [],
  },
  {
    number: 5,
    title: 'Saying where you work',
    words:
      'You can choose whether to name your employer. If you do, people may see you as one of us, so take extra care.',
    reason: 'Readers link what you say with where you work.',
    source: 'Acas guidance on social media at work; Human Rights Act 1998, Article 10',
    scenarios: [2],
  },
  {
    number: 6,
    title: '“Views are my own”',
    words: 'You can write this, but it does not cancel these rules. What you post still counts.',
    reason: 'A disclaimer does not undo harm, and staff should not rely on one.',
    source: 'Civil Service Management Code 4.2; Acas guidance on social media at work',
    scenarios: [2],
  },
  {
    number: 7,
    title: 'Think before you post',
    words:
      'Ask: is it true, is it kind, is it mine to share? If you are not sure, ask us first and we will answer within one working day.',
    reason: 'A quick question before a post saves trouble after it.',
    source: 'Civil Service guidance on social media',
    scenarios: [7],
  },
  {
    number: 8,
    title: 'Private information',
    words:
      'Never post facts that could point to a patient, client, victim, child or colleague. Small clues added together can give someone away.',
    reason: 'Facts that mean little alone can point to one person when put together.',
    source: 'UK GDPR, Article 5(1)(f); Data Protection Act 2018, section 170; GMC guidance on confidentiality',
    scenarios: [5, 15, 18],
  },
  {
    number: 9,
    title: 'Work papers and screens',
    words: 'Do not share documents, screens, badges or notes from work. Check the background of every photo.',
    reason: 'A photo of a badge or a screen can open a door or name a person.',
    source: 'UK GDPR, Article 32; Government Security Classifications Policy',
    scenarios: [3, 7],
  },
  {
    number: 10,
    title: 'Court and police matters',
    words: 'Do not comment on a live case. Never name or hint at a person the law protects.',
    reason: 'A careless word can stop a trial or name a victim, and may be a crime.',
    source:
      'Contempt of Court Act 1981; Sexual Offences (Amendment) Act 1992; Children and Young Persons Act 1933, section 49',
    scenarios: [12],
  },
  {
    number: 11,
    title: 'Being kind at work',
    words: 'Do not bully, harass or mock colleagues online. It is treated the same as in the office.',
    reason: 'Bullying hurts as much online as it does in the office.',
    source:
      'Equality Act 2010, section 26; Protection from Harassment Act 1997; Health and Safety at Work etc. Act 1974, section 2',
    scenarios: [13],
  },
  {
    number: 12,
    title: 'Hate and abuse',
    words: 'Do not post hate about any group. Do not share it either, even as a joke.',
    reason: 'We serve everyone. Hate drives away the people we are here for.',
    source: 'Equality Act 2010, sections 26 and 149; Public Order Act 1986, Part 3',
    scenarios: [13],
  },
  {
    number: 13,
    title: 'Politics',
    words: 'Some jobs must stay neutral. If yours is one, we will tell you what that means for your posts.',
    reason: 'The public must be able to trust that we serve every side alike.',
    source: 'Local Government and Housing Act 1989, sections 1 to 3; Civil Service Code',
    scenarios: [],
  },
  {
    number: 14,
    title: 'Before elections',
    words: 'Special rules start before a vote. Official posts stick to facts, and we check them twice.',
    reason: 'Public money and public accounts must not help any side in a vote.',
    source: 'Local Government Act 1986, section 2; Code of Recommended Practice on Local Authority Publicity 2011',
    scenarios: [4],
  },
  {
    number: 15,
    title: 'Gifts and adverts',
    words: 'Do not use your job to sell things or earn likes. Tell us if you are paid to post.',
    reason: 'People must be able to tell advice from advertising.',
    source: 'Bribery Act 2010; Seven Principles of Public Life: integrity; CAP Code, section 2',
    scenarios: [],
  },
  {
    number: 16,
    title: 'Friends and clients',
    words:
      'Do not add people you serve as friends on personal accounts. If they contact you, guide them to the official channel.',
    reason: 'A clear line keeps both you and the people you serve safe.',
    source: 'Seven Principles of Public Life; NMC and GMC guidance on social media',
    scenarios: [],
  },
  {
    number: 17,
    title: 'Official accounts',
    words: 'Only named people may run them. Each one has an owner, a backup and a safe login.',
    reason: 'An account without an owner is easy to lose and hard to get back.',
    source: 'Government Functional Standard GovS 011; NCSC guidance on social media accounts',
    scenarios: [6, 20],
  },
  {
    number: 18,
    title: 'Setting up a new account',
    words: 'Ask before you open an account for a team. We close accounts nobody looks after.',
    reason: 'Forgotten accounts mislead people and can be taken over.',
    source: 'GCS guidance on propriety in digital and social media',
    scenarios: [],
  },
  {
    number: 19,
    title: 'Keeping accounts safe',
    words: 'Use strong sign-in with two steps. Tell us at once if you lose a device or see something odd.',
    reason: 'A stolen account speaks with our voice.',
    source: 'NCSC guidance on social media accounts; UK GDPR, Article 32',
    scenarios: [6],
  },
  {
    number: 20,
    title: 'Answering the public',
    words: 'Be polite, quick and clear. If someone is upset, say sorry for the trouble and fix what you can.',
    reason: 'People judge us by how we answer when things go wrong.',
    source: 'Local Government and Social Care Ombudsman: principles of good complaint handling',
    scenarios: [1, 5, 9],
  },
  {
    number: 21,
    title: 'Do not fight critics',
    words: 'People may criticise us. Do not argue from your own account; send it to the response desk.',
    reason: 'Arguing makes it worse and puts you in the line of fire.',
    source: 'Human Rights Act 1998, Article 10; Acas guidance on social media at work',
    scenarios: [1, 2],
  },
  {
    number: 22,
    title: 'Managers and leaders',
    words: 'These rules are for leaders too. Leaders do not post official replies alone.',
    reason: 'Rules that leave out leaders are not believed.',
    source: 'Seven Principles of Public Life: leadership; Code of Conduct for members',
    scenarios: [19],
  },
  {
    number: 23,
    title: 'Approval',
    words: 'A second person checks official posts that carry risk. The writer and the checker are not the same person.',
    reason: 'A second pair of eyes finds what the first one missed.',
    source: 'Seven Principles of Public Life: accountability',
    scenarios: [4, 12],
  },
  {
    number: 24,
    title: 'Mistakes',
    words: 'If a post is wrong, fix it and say so. Do not hide it.',
    reason: 'Trust comes back when a mistake is put right in the open.',
    source: 'Seven Principles of Public Life: honesty; UK GDPR, Article 5(1)(d)',
    scenarios: [16],
  },
  {
    number: 25,
    title: 'Hiding and blocking',
    words: 'We hide or block only when rules are broken, and we keep a note of why. People can ask us to look again.',
    reason: 'Residents have a right to speak to us, and we must be able to show why we hid something.',
    source: 'Human Rights Act 1998, Article 10; Public Records Act 1958; UK GDPR, Article 5(2)',
    scenarios: [14],
  },
  {
    number: 26,
    title: 'Photos and other people’s work',
    words: 'Ask before you use pictures, music or words that other people made. Ask people before you show them.',
    reason: 'Work that others made belongs to them, and a face is personal data.',
    source: 'Copyright, Designs and Patents Act 1988; UK GDPR, Article 6',
    scenarios: [7],
  },
  {
    number: 27,
    title: 'Easy for everyone',
    words: 'Add picture descriptions and captions. Use plain words.',
    reason: 'Some people cannot see the picture or hear the sound.',
    source:
      'Public Sector Bodies (Websites and Mobile Applications) Accessibility Regulations 2018; Equality Act 2010, section 20',
    scenarios: [],
  },
  {
    number: 28,
    title: 'Using AI tools',
    words:
      'Do not put private information in public AI tools. A person checks anything AI helped to write, and we say when an image is made by AI.',
    reason: 'What is typed into a public tool may be kept by somebody else, and such tools can be wrong.',
    source: 'UK GDPR, Articles 5 and 22; Government AI Playbook',
    scenarios: [20],
  },
  {
    number: 29,
    title: 'Books, blogs and talks',
    words:
      'If your work uses things you learned here, show us before you agree to publish. We look only for real harm, give reasons and keep to a time limit.',
    reason: 'A check before the contract is signed is fairer than a fight after it.',
    source: 'Human Rights Act 1998, Article 10; Official Secrets Act 1989; common law of confidence',
    scenarios: [11, 15, 19],
  },
  {
    number: 30,
    title: 'When you leave',
    words: 'Promises to keep secrets go on after you leave. You can still ask us for a quick check.',
    reason: 'Other people’s secrets stay secret after you have gone.',
    source: 'Common law of confidence; Official Secrets Act 1989; Data Protection Act 2018, section 170',
    scenarios: [11, 19],
  },
  {
    number: 31,
    title: 'If we say change it',
    words: 'We tell you which words and why. You can appeal to someone new.',
    reason: 'A limit on speech must be clear, needed and open to challenge.',
    source: 'Human Rights Act 1998, Articles 6 and 10',
    scenarios: [11, 19],
  },
  {
    number: 32,
    title: 'What we look at',
    words: 'We look at public posts about our services. We do not follow staff, and we do not join closed groups.',
    reason: 'Watching people without a reason breaks trust and the law.',
    source:
      'UK GDPR, Articles 5 and 6; ICO guidance on monitoring workers; Regulation of Investigatory Powers Act 2000',
    scenarios: [10],
  },
  {
    number: 33,
    title: 'What we keep',
    words: 'We keep as little as we can and delete on time. You can ask what we hold about you.',
    reason: 'What we do not keep cannot be lost.',
    source: 'UK GDPR, Articles 5(1)(c), 5(1)(e) and 15',
    scenarios: [1],
  },
  {
    number: 34,
    title: 'Speaking up',
    words:
      'If you see danger or wrongdoing, tell your manager, the guardian or an outside body. We will not try to find out who spoke, and we will not punish you.',
    reason: 'Those who speak up protect all of us.',
    source: 'Employment Rights Act 1996, Part 4A and section 47B',
    scenarios: [13, 18],
  },
  {
    number: 35,
    title: 'If you are abused online',
    words: 'Tell us and we will help the same day. It is not part of the job, and we will not blame you.',
    reason: 'Abuse of staff is violence at work, and the employer must act.',
    source: 'Health and Safety at Work etc. Act 1974, section 2; Equality Act 2010, section 26',
    scenarios: [8, 12],
  },
  {
    number: 36,
    title: 'If you feel low or unsafe',
    words: 'Ask for help at any time. If there is danger now, call 999.',
    reason: 'A life comes before any rule.',
    source: 'Health and Safety at Work etc. Act 1974, section 2; Care Act 2014',
    scenarios: [17],
  },
  {
    number: 37,
    title: 'Fake accounts and false news',
    words: 'Do not share it. Send it to the response desk.',
    reason: 'Sharing a false claim, even to mock it, helps it to spread.',
    source: 'Online Safety Act 2023, section 179; GCS RESIST',
    scenarios: [6, 16, 20],
  },
  {
    number: 38,
    title: 'In a crisis',
    words: 'One team leads and others point to it. Planned posts stop until it is safe.',
    reason: 'Two voices in a crisis confuse people who are in danger.',
    source: 'Civil Contingencies Act 2004, section 2; GCS crisis communications operating model',
    scenarios: [6, 14, 20],
  },
  {
    number: 39,
    title: 'If something goes wrong',
    words:
      'We find out the facts first and hear your side. Mistakes by new or junior staff usually mean help and training.',
    reason: 'Most slips are honest, and people learn more from help than from blame.',
    source: 'Acas Code of Practice on disciplinary and grievance procedures',
    scenarios: [7],
  },
  {
    number: 40,
    title: 'Serious cases',
    words:
      'Threats, hate, big leaks or harm to others can lead to discipline. Any step will be fair, checked by someone else and open to appeal.',
    reason: 'Serious harm needs a fair hearing for everybody in it.',
    source: 'Acas Code of Practice on disciplinary and grievance procedures; Employment Rights Act 1996, section 98',
    scenarios: [2],
  },
  {
    number: 41,
    title: 'Learning',
    words: 'You get training in your first month and a short refresher each year. Managers get extra practice.',
    reason: 'Nobody can keep to rules that they were never shown.',
    source: 'Health and Safety at Work etc. Act 1974, section 2; UK GDPR, Article 39',
    scenarios: [7],
  },
  {
    number: 42,
    title: 'Having your say',
    words:
      'We ask what you think of these rules without asking who you are. We publish what we heard and what we changed.',
    reason: 'Rules made with people are kept by people.',
    source: 'Acas guidance on social media at work; Information and Consultation of Employees Regulations 2004',
    scenarios: [],
  },
  {
    number: 43,
    title: 'Records and questions',
    words: 'Official posts are records and may be asked for by law. Do not delete them yourself.',
    reason: 'What we say in public is part of the public record.',
    source: 'Freedom of Information Act 2000, sections 46 and 77; Public Records Act 1958',
    scenarios: [9],
  },
  {
    number: 44,
    title: 'Changing these rules',
    words: 'We review this policy every year and after big events. Each version says what changed and why.',
    reason: 'New places and new tricks appear faster than any rule book.',
    source: 'Acas guidance on social media at work; Equality Act 2010, section 149',
    scenarios: [20],
  },
];

/** The bank of made-up cases (all fiction) that a clause can be tried on. */
export const scenarios: ReadonlyMap<number, string> = new Map([
  [1, 'A resident is cross about missed bins'],
  [2, 'A manager argues with a resident from her own account'],
  [3, 'Two lines of a confidential report turn up on a forum'],
  [4, 'A scheduled post quotes the leader before an election'],
  [5, 'A tenant shows mould in a baby’s room, with the street in view'],
  [6, 'A look-alike account asks for money in a flood'],
  [7, 'A joke video shows a screen with a family’s name'],
  [8, 'A parking officer’s home street is posted with a threat'],
  [9, 'Somebody asks on a social network what the rebrand cost'],
  [10, 'A director asks for a watch on a union representative'],
  [11, 'A retired detective sends in a memoir'],
  [12, 'An arrest clip goes round and users name the wrong officer'],
  [13, 'An anonymous post says that a unit shares racist jokes'],
  [14, 'A comment says there is a bomb at the fair'],
  [15, 'A nurse’s blog could point to one family'],
  [16, 'A rumour says that A&E will close on Friday'],
  [17, 'A doctor posts at night that they cannot go on'],
  [18, 'A safety letter is posted with two patient numbers in view'],
  [19, 'An office marks eleven pages of a book as embarrassing'],
  [20, 'A made-up video shows the head of the department announcing a ban'],
]);
