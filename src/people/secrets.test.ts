import { describe, expect, it } from 'vitest';
import { asMeant, newRecoveryCodes, setUpCodeFrom } from './codes.ts';
import { buildPasswords, passwordProblem } from './password.ts';
import { clashes, needsSecondFactor, roleNames, separations } from './roles.ts';
import { codeAt, newTotpSecret, spaced, stepOf, totpAddress } from './totp.ts';

describe('codes of an authenticator app', () => {
  // RFC 6238 appendix B, the SHA-1 rows; the last six of its eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i seconds it is %s', (seconds, code) => {
    expect(codeAt(secret, Math.floor(seconds / 30))).toBe(code);
    expect(stepOf(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, new Date(seconds * 1000), null)).toBe(
      Math.floor(seconds / 30),
    );
  });

  it('works one step early or late, never two, and never again', () => {
    const at = new Date(1_700_000_000_000);
    const now = Math.floor(at.getTime() / 30_000);
    for (const off of [-1, 0, 1]) expect(stepOf(secret, codeAt(secret, now + off), at, null)).toBe(now + off);
    for (const off of [-2, 2]) expect(stepOf(secret, codeAt(secret, now + off), at, null)).toBeNull();
    expect(stepOf(secret, codeAt(secret, now), at, now)).toBeNull();
    expect(stepOf(secret, codeAt(secret, now - 1), at, now)).toBeNull();
    for (const odd of ['', '12345', '1234567', '12345a', '١٢٣٤٥٦']) expect(stepOf(secret, odd, at, null)).toBeNull();
  });

  it('has a key that an app can read', () => {
    const made = newTotpSecret();
    expect(made).toMatch(/^[A-Z2-7]{32}$/);
    expect(spaced(made).replaceAll(' ', '')).toBe(made);
    expect(totpAddress(made, 'ann+x@northmere.example', 'Fore:word')).toBe(
      `otpauth://totp/Fore%20word:ann%2Bx%40northmere.example?secret=${made}&issuer=Fore%20word&algorithm=SHA1&digits=6&period=30`,
    );
  });
});

describe('passwords', () => {
  it.each([
    ['otter lantern mosaic tide', null],
    ['dŵr môr haul eira glaw', null],
    ['Tr0ub4dor&3xyz', null],
    ['', 'missing'],
    ['elevenchars', 'short'],
    ['👩‍🚒👩‍🚒', 'short'],
    ['x'.repeat(100) + 'abcdefgh'.repeat(20), 'long'],
    ['password1234', 'common'],
    ['Password12345!', 'common'],
    ['passwordpassword', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['abc123abc123', 'common'],
    ['123456789012', 'common'],
    ['qwertyuiopasdf', 'common'],
    ['Liverpool2026', 'common'],
    ['ANN@northmere.example', 'common'],
  ])('%s: %s', (password, problem) => expect(passwordProblem(password, 'ann@northmere.example')).toBe(problem));

  it('are kept as argon2id with the parameters of today, and compared as they were meant', async () => {
    const passwords = buildPasswords();
    const kept = await passwords.hash('caf\u00e9 lantern mosaic');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.isRight('cafe\u0301 lantern mosaic', kept)).toBe(true);
    expect(await passwords.isRight('cafe lantern mosaic', kept)).toBe(false);
    expect(await passwords.isRight('caf\u00e9 lantern mosaic', null)).toBe(false);
    expect(await passwords.isRight('', kept)).toBe(false);
    expect(await passwords.isRight('a password that nobody has', null)).toBe(false);
    expect(await passwords.isRight('x', 'not a hash')).toBe(false);
    expect([passwords.isOld(kept), passwords.isOld('$argon2id$v=19$m=4096,t=1,p=1$c2FsdA$aGFzaA')]).toEqual([
      false,
      true,
    ]);
  });
});

describe('codes that are copied by hand', () => {
  it('are ten, different, and read as they were meant', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(asMeant(` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(
        code.replace('-', ''),
      );
    }
  });
  it('are the same for the same secret', () => {
    expect(setUpCodeFrom('AAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe('0000-0000-0000-0000');
  });
});

describe('roles', () => {
  it('say why two must not meet, whichever comes first', () => {
    for (const rule of separations) {
      for (const other of rule.others) {
        expect(clashes([rule.one, other]).join(' ')).toContain(rule.because);
        expect(clashes([other, rule.one]).join(' ')).toContain(rule.because);
      }
    }
    for (const role of roleNames) expect(clashes([role])).toEqual([]);
    expect(clashes(['watch-analyst', 'duty-officer', 'response-drafter'])).toEqual([]);
    expect([needsSecondFactor(['staff']), needsSecondFactor(['staff', 'author'])]).toEqual([false, true]);
  });
});
