/** From a post on a real server to the e-mail in a real inbox, through the whole house: `npx tsx test/bench/first-day.bench.ts`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pollSeconds, startFirstDay } from '../support/first-day.ts';

const asked = process.argv.indexOf('--posts');
/** Every one another story: near-copies would join the first and ring nobody again. */
const threats = [
  'There is a bomb in the council market hall and it goes off at noon',
  'I will burn the town hall down tonight with all of you council clerks inside',
  'A man with a shotgun is walking up to the library door, council staff are still in there',
  'Got a knife and I am waiting for the parking warden outside the council offices',
  'Petrol is in the van. The council depot will be ashes by Sunday and whoever sleeps there too',
  'Every councillor at the budget meeting will be shot, I have the rifle ready',
  'Someone just threw a grenade over the wall of the council nursery, police please',
  'My brother took the gun cabinet key and said the housing office at the council will pay with blood today',
  'Explosives are under the leisure centre pool, clear it, council, you have forty minutes',
  'He says he will stab the first council bailiff who knocks tomorrow and he has the machete by the door',
  'We will run over the council litter pickers on Mill Lane at seven, watch',
  'The planner who signed it dies this week, council, I know which bus she takes',
  'Acid for the face of the woman at the council benefits desk, Friday, be there',
  'Sniper on the roof opposite the council chamber right now, everyone get down',
  'I have put poison in the water tank of the council care home on Priory Road',
  'Suicide vest, registry office wedding, council car park at three, goodbye',
  'If the bins man comes back here I will kill him with this hammer, council be warned',
  'Pipe bomb posted to the council tax team, second class, it will open on Thursday',
  'They are beating a council ranger to death at the weir, somebody call 999',
  'Crossbow bolts for the council drone crew, I hit what I aim at, come on Tuesday',
];
/** For the feed: a story that is told twice rings once. */
const reports = [
  'Armed man barricaded in the council archive, two hostages',
  'Caller claims a nail bomb is inside the council Christmas tree',
  'Council gritter driver threatened at gunpoint, attacker still on site',
  'Threat to torch the council homeless shelter with people inside tonight',
  'Council lollipop lady told she will be killed on Monday',
  'Bomb threat closes the council crematorium during a funeral',
  'Teenager with a sword running through the council youth centre',
  'Letter to council leader: your house burns this weekend with you in it',
  'Council bus passengers warned of a parcel bomb on the number nine',
  'Gunshots heard at the council golf course, shooter not found',
  'Man vows to murder council tree surgeons if they come back',
  'Car driven at council cyclists, driver says he will do it again at five',
  'Poison threat against council school meals, kitchens shut',
  'Knifeman demands to see council housing manager or someone dies',
  'Grenade found taped to council recycling lorry, evacuation under way',
  'Council lifeguards held by man with a flare gun who says he will fire',
  'Post says the council museum guard will be strangled after closing',
  'Hit list names six council wardens, first one to be killed on Sunday',
  'Bomb timer seen ticking under the council bandstand before the concert',
  'Council clerk attacked with an axe at the counter, attacker on the loose',
];
const rounds = Math.min(threats.length, asked > 0 ? Number(process.argv[asked + 1]) : threats.length);

const day = await startFirstDay();
// A few seconds for every source to be read for the first time.
await sleep(6_000);

async function measure(name: string, target: string, say: (n: number) => Promise<void> | void): Promise<void> {
  const took: number[] = [];
  let missed = 0;
  for (let n = 0; n < rounds; n += 1) {
    const before = day.smtp.mails.length;
    const from = performance.timeOrigin + performance.now();
    await say(n);
    const until = Date.now() + 15_000;
    while (day.smtp.mails.length === before && Date.now() < until) await sleep(5);
    const mail = day.smtp.mails[before];
    if (mail) took.push(mail.atMs - from);
    else missed += 1;
    await sleep(250);
  }
  took.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? Number.NaN);
  console.log(
    `${name}: ${took.length} of ${rounds} in the inbox, ${missed} not within 15 s; p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms (aim: ${target})`,
  );
}

if (day.bluesky)
  await measure(
    'Bluesky, post call to inbox',
    'p95 under 2 s',
    async (n) => void (await day.bluesky!.post(day.bluesky!.accounts[0]!, threats[n]!)),
  );
else console.log('Bluesky: left out, its servers are not installed');
await measure(`Feed polled every ${pollSeconds} s`, `one poll + 1 s = ${pollSeconds + 1} s`, (n) =>
  day.publish(reports[n]!, 'Police have been called and people are told to stay away.'),
);
await day.stop();
process.exit(0);
