/**
 * Passwords: argon2id with the parameters that OWASP gives today (Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane).
 * At least 12 characters, none that everybody tries first, and no other rules (NIST SP 800-63B section 5.1.1.2).
 */
import { hash, verify } from '@node-rs/argon2';

/** Algorithm 2 is argon2id. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const current = '$argon2id$v=19$m=19456,t=2,p=1$';
export const leastLength = 12;
/** Bounds the work of hashing; longer than anybody types. */
const mostLength = 200;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time when there is no hash to compare with. */
  isRight(password: string, kept: string | null): Promise<boolean>;
  /** Kept with older parameters: hash it again while the password is at hand. */
  isOld(kept: string): boolean;
}

export function buildPasswords(): Passwords {
  let nobody: Promise<string> | null = null;
  return {
    hash: (password) => hash(asTyped(password), parameters),
    isRight: async (password, kept) => {
      const isFit = password.length > 0 && password.length <= mostLength;
      nobody ??= hash('a password that nobody has', parameters);
      const right = await verify(kept ?? (await nobody), isFit ? asTyped(password) : 'too long').catch(() => false);
      return right && isFit && kept !== null;
    },
    isOld: (kept) => !kept.startsWith(current),
  };
}

/** The same characters from another keyboard are the same password (Unicode NFKC, as SP 800-63B asks). */
const asTyped = (password: string): string => password.normalize('NFKC');

/** What is wrong with a password that somebody chooses; null when it will do. */
export function passwordProblem(password: string, email = ''): 'missing' | 'short' | 'long' | 'common' | null {
  if (password === '') return 'missing';
  const characters = [...asTyped(password)];
  if (characters.length < leastLength) return 'short';
  if (password.length > mostLength) return 'long';
  const plain = asTyped(password).toLowerCase();
  if (plain === email.toLowerCase() || new Set(characters).size < 4 || isRun(plain)) return 'common';
  const squeezed = plain.replace(/[^a-z0-9]/g, '');
  return common.has(squeezed) || common.has(squeezed.replace(/\d+$/, '')) || isRepeated(squeezed) ? 'common' : null;
}

/** 123456789012, abcdefghijkl, and the rows of a keyboard. */
function isRun(text: string): boolean {
  const rows = [
    '12345678901234567890',
    'abcdefghijklmnopqrstuvwxyz',
    'qwertyuiopasdfghjklzxcvbnm',
    '1q2w3e4r5t6y7u8i9o0p',
    'qazwsxedcrfvtgbyhnujmikolp',
  ];
  return rows.some((row) => row.includes(text) || [...row].reverse().join('').includes(text));
}

/** The same few characters again and again: passwordpassword, abc123abc123. */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= text.length / 2; size += 1) {
    if (
      text.length % size === 0 &&
      text.slice(0, size).repeat(text.length / size) === text &&
      (size < 7 || common.has(text.slice(0, size)))
    )
      return true;
  }
  return false;
}

/** What is tried first: plain letters and digits, without the digits at the end. */
const common = new Set(
  `password passwords passphrase mypassword thepassword newpassword password1234 passw0rd p4ssword welcome welcometo welcomeback letmein letmeinnow
  letmeinplease changeme changemenow changeit iloveyou iloveyouso ilovemyself trustno trustnoone administrator admin adminadmin administration superuser
  supersecret topsecret secret secretpassword qwerty qwertyuiop qwertyqwerty qwerty123456 asdfghjkl zxcvbnm football footballteam liverpool liverpoolfc
  manchester manchesterunited manchestercity arsenal arsenalfc chelsea chelseafc tottenham everton newcastle newcastleunited sunshine princess superman
  batman starwars pokemon dragon monkey shadow master michael jennifer jessica charlie summer winter spring autumn january february september october
  november december monday tuesday wednesday thursday friday saturday sunday whatever computer internet correcthorsebatterystaple foreword
  forewordpassword council councilpassword northmere hospital police england scotland wales london cymru guest guestguest default defaultpassword
  temporary temppassword temporarypassword tempaccess test testing testtest testpassword myspace facebook instagram twitter bluesky mastodon
  login loginpassword access accessdenied accessgranted openup opensesame nothing nopassword hello hellohello helloworld goodmorning goodbye
  blink182 rockyou loveyou lovelove mother father brother sister family forever freedom jesus christ jesuschrist godisgood blessed
  passwordpassword abcdefgh abcabcabc abcd1234 abc123 a1b2c3d4 a1b2c3d4e5f6 aaaaaa zaq12wsx 1qaz2wsx 1q2w3e4r qazwsx`.split(
    /\s+/,
  ),
);
