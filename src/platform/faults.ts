/** What can break, by fixed code. Thrown, caught once at the edge, shown with a short reference. */
export const faultCodes = {
  'database-unreachable': 'Foreword cannot reach its database. It tries again by itself; nothing has been lost.',
  'database-lost': 'The embedded database stopped by itself. Foreword stops too, and nothing that was saved is lost.',
  'database-locked': 'Another Foreword is using the same data folder.',
  'database-role': 'The database login may not do what Foreword needs.',
  'migration-failed': 'A change to the database could not be made. The database was left as it was.',
  'signing-key': 'The key that signs the record of who did what cannot be opened.',
  'settings-wrong': 'One or more settings are wrong.',
  'missing-build': 'A file that should have been built is missing. Run: npm run build',
  unexpected: 'Something went wrong that nobody foresaw.',
} as const;

export type FaultCode = keyof typeof faultCodes;

export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'Fault';
    this.code = code;
  }
}

export function faultCodeOf(error: unknown): FaultCode {
  if (error instanceof Fault) return error.code;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && /^(ECONNREFUSED|ECONNRESET|57P0\d|08\d{3}|53300)$/.test(code))
    return 'database-unreachable';
  return 'unexpected';
}
