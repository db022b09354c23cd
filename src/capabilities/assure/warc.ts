/** Web archives: WARC 1.1 (ISO 28500:2017), and its packing for replay, WACZ 1.1.1. Written here: a record is few lines. */
import { createHash, randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { gzipSync } from 'node:zlib';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Captured, Exchange } from './capture.ts';

const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const stamp = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');

interface Entry {
  readonly bytes: Buffer;
  readonly url: string;
  readonly at: Date;
  readonly status: number;
  readonly mime: string;
  readonly digest: string;
}

export interface Archive {
  /** One gzip member for each record. */
  readonly warc: Uint8Array;
  readonly wacz: Uint8Array;
}

export function archiveOf(captured: Captured, url: string, at: Date, software: string): Archive {
  const records = [
    infoRecord(at, software),
    ...captured.exchanges.map(responseRecord),
    ...(captured.picture ? [pictureRecord(captured.picture, url, at)] : []),
  ];
  const warc = Buffer.concat(records.map((one) => one.bytes));
  return { warc, wacz: waczOf(records, warc, captured, url, at, software) };
}

function record(fields: Readonly<Record<string, string>>, block: Uint8Array): Buffer {
  const head = Object.entries({
    ...fields,
    'WARC-Record-ID': `<urn:uuid:${randomUUID()}>`,
    'WARC-Block-Digest': `sha256:${hex(block)}`,
    'Content-Length': String(block.length),
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return gzipSync(Buffer.concat([Buffer.from(`WARC/1.1\r\n${head}\r\n`), block, Buffer.from('\r\n\r\n')]));
}

function infoRecord(at: Date, software: string): Entry {
  const block = Buffer.from(
    `software: ${software}\r\nformat: WARC File Format 1.1\r\nconformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n`,
  );
  const bytes = record(
    { 'WARC-Type': 'warcinfo', 'WARC-Date': stamp(at), 'Content-Type': 'application/warc-fields' },
    block,
  );
  return { bytes, url: '', at, status: 0, mime: '', digest: '' };
}

/** The body was unpacked on its way to us, so the headers that speak of packing are kept under another name. */
const packing = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

function responseRecord(exchange: Exchange): Entry {
  const lines = Object.entries(exchange.headers).map(
    ([name, value]) => `${packing.has(name) ? `x-orig-${name}` : name}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`,
  );
  const head = `HTTP/1.1 ${exchange.status} ${STATUS_CODES[exchange.status] ?? ''}\r\n${lines.join('')}content-length: ${exchange.body.length}\r\n\r\n`;
  const digest = `sha256:${hex(exchange.body)}`;
  const bytes = record(
    {
      'WARC-Type': 'response',
      'WARC-Target-URI': exchange.url,
      'WARC-Date': stamp(exchange.at),
      'WARC-Payload-Digest': digest,
      'Content-Type': 'application/http; msgtype=response',
    },
    Buffer.concat([Buffer.from(head, 'latin1'), exchange.body]),
  );
  const mime = (exchange.headers['content-type'] ?? 'application/octet-stream').split(';')[0]!.trim();
  return { bytes, url: exchange.url, at: exchange.at, status: exchange.status, mime, digest };
}

function pictureRecord(picture: Uint8Array, url: string, at: Date): Entry {
  const target = `urn:screenshot:${url}`;
  const digest = `sha256:${hex(picture)}`;
  const bytes = record(
    {
      'WARC-Type': 'resource',
      'WARC-Target-URI': target,
      'WARC-Date': stamp(at),
      'WARC-Payload-Digest': digest,
      'Content-Type': 'image/png',
    },
    picture,
  );
  return { bytes, url: target, at, status: 200, mime: 'image/png', digest };
}

function waczOf(
  records: readonly Entry[],
  warc: Uint8Array,
  captured: Captured,
  url: string,
  at: Date,
  software: string,
): Uint8Array {
  const files: Record<string, Uint8Array> = {
    'archive/data.warc.gz': warc,
    'indexes/index.cdxj': strToU8(indexOf(records)),
    'pages/pages.jsonl': strToU8(
      `${JSON.stringify({ format: 'json-pages-1.0', id: 'pages', title: 'Pages' })}\n${JSON.stringify({ id: randomUUID(), url, ts: stamp(at), title: captured.title })}\n`,
    ),
  };
  const resources = Object.entries(files).map(([path, bytes]) => ({
    name: path.split('/').at(-1),
    path,
    hash: `sha256:${hex(bytes)}`,
    bytes: bytes.length,
  }));
  const description = strToU8(
    JSON.stringify(
      {
        profile: 'data-package',
        wacz_version: '1.1.1',
        software,
        created: stamp(at),
        mainPageUrl: url,
        mainPageDate: stamp(at),
        resources,
      },
      null,
      2,
    ),
  );
  const all: Record<string, Uint8Array> = {
    ...files,
    'datapackage.json': description,
    'datapackage-digest.json': strToU8(
      JSON.stringify({ path: 'datapackage.json', hash: `sha256:${hex(description)}` }),
    ),
  };
  return packed(all, at);
}

/** A zip whose entries are stored as they are, in the order given. */
export function packed(files: Readonly<Record<string, Uint8Array>>, at: Date): Uint8Array {
  const mtime = new Date(Math.max(at.getTime(), Date.UTC(1981, 0, 1)));
  const entries: Zippable = {};
  for (const [path, bytes] of Object.entries(files)) entries[path] = [bytes, { level: 0, mtime }];
  return zipSync(entries);
}

/** CDXJ: sorted lines of a turned-round address, a time, and where the record lies. */
function indexOf(records: readonly Entry[]): string {
  let offset = 0;
  const lines: string[] = [];
  for (const one of records) {
    if (one.url !== '') {
      const fields = {
        url: one.url,
        mime: one.mime,
        status: String(one.status),
        digest: one.digest,
        length: String(one.bytes.length),
        offset: String(offset),
        filename: 'data.warc.gz',
      };
      lines.push(`${turned(one.url)} ${stamp(one.at).replace(/\D/g, '')} ${JSON.stringify(fields)}`);
    }
    offset += one.bytes.length;
  }
  return `${lines.sort().join('\n')}\n`;
}

function turned(url: string): string {
  try {
    const { host, pathname, search, protocol } = new URL(url);
    if (!/^https?:$/.test(protocol)) return url.toLowerCase();
    return `${host
      .replace(/^www\./, '')
      .split('.')
      .reverse()
      .join(',')})${pathname}${search}`.toLowerCase();
  } catch {
    return url.toLowerCase();
  }
}
