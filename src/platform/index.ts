/** The door of the platform. */
export { type Asker, system, visitor } from './asker.ts';
export { type Clock, fixedClock, realClock } from './clock.ts';
export { type Database, type DatabaseAddress, type OpenDatabase, openDatabase, type Tx } from './db.ts';
export { Fault, type FaultCode, faultCodeOf, faultCodes } from './faults.ts';
export { holds as platformHolds } from './holds.ts';
export { buildIds, type Ids, isId } from './ids.ts';
export { buildJobs, forgetOldJobs, type Job, type Jobs } from './jobs.ts';
export type { Kit } from './kit.ts';
export { takeLock } from './lock.ts';
export { buildLog, type Log, type LogLevel } from './log.ts';
export { buildMail, isMailAddress, type Mail, MailError, type MailFault, type MailSettings } from './mail.ts';
export { buildMetrics, type Metrics } from './metrics.ts';
export { migrate, readMigrations } from './migrate.ts';
export { moveEverything } from './move.ts';
export { buildNews, type Happened, type News } from './news.ts';
export { buildOutbound, type Outbound, OutboundError } from './outbound.ts';
export { packageRoot, workerUrl } from './paths.ts';
export { markPersonal, type Personal } from './personal.ts';
export { buildSeal, type Seal } from './seal.ts';
export {
  contentOf,
  countUntaken,
  cutEntries,
  entriesOf,
  macOf,
  record,
  type TrailEntry,
  type TrailRow,
  type TrailValues,
  takeEntries,
} from './trail.ts';
