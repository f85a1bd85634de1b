export { type AuditEntry, type AuditRecord, readAudit } from "./audit.ts";
export { type Clock, type Instant, instant, monthStart, monthsLater, shiftedClock, systemClock, taipeiDate } from "./clock.ts";
export { type Content, type ContentItem, openContent, readJson } from "./content.ts";
export { type CursorKind, readCursor } from "./cursor.ts";
export { bytesArray, textArray } from "./db/arrays.ts";
export type { Database, Tx } from "./db/database.ts";
export { type Exclusive, openExclusive } from "./db/exclusive.ts";
export type { Queryable, Reads, Row } from "./db/queryable.ts";
export { type RateLimit, rateLimit } from "./db/rate.ts";
export { json, plannedEachTime, type Sql, sql } from "./db/sql.ts";
export { isDatabaseUnavailable } from "./db/unavailable.ts";
export { ConfigurationError, type EnvOf, env, readEnv, setting } from "./env.ts";
export { asCoded, CodedError, type ErrorParams, failures, kernelFailure, type Problem } from "./errors.ts";
export { serveAsset } from "./http/assets.ts";
export { clientNetwork } from "./http/client-network.ts";
export { hearOut } from "./http/hear-out.ts";
export { type Hosts, hostsOf, isOurHost, refuseForeignHost } from "./http/hosts.ts";
export { bearerOf } from "./http/input.ts";
export { type LocalServer, openLocalServer } from "./http/local-server.ts";
export { problemOf, retryLater } from "./http/problem.ts";
export { ownPath, seeOther } from "./http/redirect.ts";
export { contentSecurityPolicy } from "./http/security.ts";
export { languageCookie, sendHtml } from "./http/server.ts";
export type { Language, TextParams, Texts, Translate } from "./i18n.ts";
export { type Ids, isUuid, systemIds, uuidSchema } from "./ids.ts";
export { withBeat } from "./jobs/beat.ts";
export type { DeadJob, DeadJobs, DeadPlace } from "./jobs/dead.ts";
export { backoffMs, defineJob, type JobDefinition } from "./jobs/definition.ts";
export { defineEvent, type EventToken } from "./jobs/event.ts";
export {
  type HandledEvent,
  type HandledJob,
  handleEvent,
  handleJob,
  type Job,
  type JobHandler,
  RetryLater,
} from "./jobs/handler.ts";
export type { Schedule } from "./jobs/schedule.ts";
export type { AnchorApi, AnchoredRecord } from "./ledger/anchor.ts";
export { canonicalJson } from "./ledger/canonical.ts";
export { checkSchema } from "./ledger/check.ts";
export { auditLedger, defineLedger, type Ledger } from "./ledger/definition.ts";
export type { StoredEntry } from "./ledger/digest.ts";
export type { OpenLedger } from "./ledger/ledger.ts";
export { type HeadRecord, headLeaf, isHeadRecord, recordHash } from "./ledger/record.ts";
export type { CheckReport, LedgerFault } from "./ledger/report.ts";
export type { Log } from "./logging/log.ts";
export { migrateAll } from "./migrate-all.ts";
export {
  defineModule,
  type FooterGroup,
  type ModuleContext,
  type ModuleManifest,
  type ModuleParts,
  type PagesManifest,
  startOrder,
} from "./module.ts";
export { ledgersOf } from "./process/ledgers.ts";
export { eventMethod } from "./process/peers.ts";
export type { QueueCounters, QueueLength, QueueRole, Queues } from "./process/queues.ts";
export type { GatheredSection, OwnSection, OwnSections, Sections } from "./process/sections.ts";
export { type Process, type ProcessOptions, startProcess } from "./process.ts";
export { type ReadSchema, readAll } from "./read-all.ts";
export {
  type ApiToken,
  type CallSchemas,
  defineApi,
  exactly,
  offerApi,
  oneOf,
  orNull,
  pageLimit,
  pageSchema,
  textUpTo,
} from "./remote/api.ts";
export { certifyPeer, issuePeerCertificate, peerAuthority, writePeerFolder } from "./remote/enrol.ts";
export { recordedSecrets } from "./secrets/command.ts";
export { checkFit, installationKey } from "./secrets/installation-key.ts";
export { unfitKey } from "./secrets/lost.ts";
export { wasRecorded } from "./secrets/recorded.ts";
export { fileMadeOnce, installationSecret } from "./secrets/secret.ts";
export { inTrace, traceparent } from "./trace.ts";
