import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Smtp, startSmtp } from '../../test/servers/smtp.ts';
import { buildMail, isMailAddress, MailError } from './mail.ts';

describe('mail over a real SMTP server', () => {
  let smtp: Smtp;
  beforeAll(async () => {
    smtp = await startSmtp();
  });
  afterAll(() => smtp.stop());

  it('arrives as it was written', async () => {
    await buildMail({ smtpUrl: smtp.url, from: 'Foreword <foreword@northmere.example>' }).send({
      to: 'ann@northmere.example',
      subject: 'Croeso â phawb',
      text: 'One line.\n\n.A line that begins with a dot, and a Welsh ŵ.',
    });
    const mail = await smtp.next();
    expect(mail.to).toEqual(['ann@northmere.example']);
    expect(mail.subject).toBe('Croeso â phawb');
    expect(mail.text.trim()).toBe('One line.\n\n.A line that begins with a dot, and a Welsh ŵ.');
    expect(mail.from).toContain('foreword@northmere.example');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('lets no header and no second address through', async () => {
    const mail = buildMail({ smtpUrl: smtp.url, from: 'foreword@northmere.example' });
    await mail.send({ to: 'bo@northmere.example', subject: 'Hello\r\nBcc: thief@evil.example\r\n\r\nGone', text: 'x' });
    const seen = await smtp.next();
    expect(seen.to).toEqual(['bo@northmere.example']);
    expect(seen.headers.has('bcc')).toBe(false);
    expect(seen.subject).toBe('Hello Bcc: thief@evil.example Gone');
    for (const to of ['a@b.example, c@d.example', 'a@b.example\r\nRCPT TO:<c@d.example>', '<a@b.example>', 'nobody']) {
      await expect(mail.send({ to, subject: 's', text: 't' })).rejects.toMatchObject({ code: 'bad-address' });
    }
  });

  it('says in plain words what is wrong with the server', async () => {
    const full = await startSmtp({ refuse: { status: 452, words: 'no room' } });
    const strict = await startSmtp({ refuse: { status: 550, words: 'go away' } });
    const locked = await startSmtp({ auth: { user: 'foreword', pass: 'right' } });
    const letter = { to: 'ann@northmere.example', subject: 's', text: 't' };
    const send = (smtpUrl: string) => buildMail({ smtpUrl, from: 'f@northmere.example' }).send(letter);
    await expect(send(full.url)).rejects.toMatchObject({ code: 'not-now', isWorthRetrying: true });
    await expect(send(strict.url)).rejects.toMatchObject({ code: 'refused', isWorthRetrying: false });
    await expect(send(`smtp://foreword:wrong@127.0.0.1:${locked.port}`)).rejects.toMatchObject({ code: 'sign-in' });
    await send(locked.url);
    expect(locked.mails).toHaveLength(1);
    await full.stop();
    const gone = await send(full.url).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(MailError);
    expect((gone as MailError).words).toBe(`The mail server 127.0.0.1:${full.port} cannot be reached.`);
    await strict.stop();
    await locked.stop();
  });

  it('gives no password to a server that offers no safe connection, when told so', async () => {
    const locked = await startSmtp({ auth: { user: 'foreword', pass: 'right' } });
    const mail = buildMail({ smtpUrl: `${locked.url}?tls=yes`, from: 'f@northmere.example' });
    await expect(mail.send({ to: 'ann@northmere.example', subject: 's', text: 't' })).rejects.toMatchObject({
      code: 'tls',
    });
    await locked.stop();
  });

  it('knows an address', () => {
    expect(['ann@northmere.example', "o'brien+x@a.b", 'ŵ@northmere.example'].every(isMailAddress)).toBe(true);
    expect(['', '@', 'a@', '@b', 'a b@c', 'a@b@c', 'a"@b'].some(isMailAddress)).toBe(false);
  });
});
