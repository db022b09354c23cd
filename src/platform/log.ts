/**
 * Structured logs that cannot hold people's words. Two walls: the type refuses `Personal<T>`, and at run time a text
 * value that is not shaped like a code, an id or an address of ours is replaced by its length. Errors are written by
 * name, code and place, never by message, because messages quote input.
 */
import { type DestinationStream, pino } from 'pino';
import type { Personal } from './personal.ts';

type Plain = string | number | boolean | null | undefined;
type Loggable<T> = T extends Personal<unknown> ? never : T extends Plain | Error ? T : never;

export interface Log {
  info<F extends Record<string, unknown>>(event: string, fields?: { [K in keyof F]: Loggable<F[K]> }): void;
  warn<F extends Record<string, unknown>>(event: string, fields?: { [K in keyof F]: Loggable<F[K]> }): void;
  error<F extends Record<string, unknown>>(event: string, fields?: { [K in keyof F]: Loggable<F[K]> }): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export function buildLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  const out = destination ? pino(options, destination) : pino(options);
  const write =
    (at: 'info' | 'warn' | 'error') =>
    (event: string, fields: Record<string, unknown> = {}) =>
      out[at](scrub(fields), String(codeOnly(event)));
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

function scrub(fields: Record<string, unknown>): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields))
    clean[name] = value instanceof Error ? errorFacts(value) : codeOnly(value);
  return clean;
}

const code = /^[\w.:/@+-]{0,80}$/;

function codeOnly(value: unknown): unknown {
  if (typeof value === 'string') return code.test(value) ? value : `[${value.length} characters]`;
  return typeof value === 'number' || typeof value === 'boolean' || value == null ? value : '[not plain]';
}

function errorFacts(error: Error): Record<string, unknown> {
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim().replace(/\(?(?:file:\/\/)?\/\S*\/(?=[^/]+\/[^/]+:\d+)/, '('));
  const given = (error as { code?: unknown }).code;
  return { name: codeOnly(error.name), code: codeOnly(typeof given === 'string' ? given : null), places };
}
