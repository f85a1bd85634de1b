export { type AuditCheck, type AuditEntry, type AuditRecord, checkAudit, readAudit } from "./audit.ts";
export { type Clock, type Instant, instant, shiftedClock, systemClock, taipeiDate } from "./clock.ts";
export { type Content, type ContentItem, openContent, readJson } from "./content.ts";
export { type CursorKind, isUuid, readCursor } from "./cursor.ts";
export { bytesArray, textArray } from "./db/arrays.ts";
export type { Database, Tx } from "./db/database.ts";
export type { Queryable, Row } from "./db/queryable.ts";
export { json, type Sql, sql } from "./db/sql.ts";
export { isDatabaseUnavailable } from "./db/unavailable.ts";
export { ConfigurationError, type EnvOf, env, readEnv } from "./env.ts";
export { asCoded, CodedError, type ErrorParams, failures, kernelFailure, type Problem } from "./errors.ts";
export { serveAsset } from "./http/assets.ts";
export { clientNetwork } from "./http/client-network.ts";
export { hearOut } from "./http/hear-out.ts";
export { type LocalDoor, openLocalDoor } from "./http/local-door.ts";
export { problemOf } from "./http/problem.ts";
export { ownPath, seeOther } from "./http/redirect.ts";
export { contentSecurityPolicy } from "./http/security.ts";
export { languageCookie, sendHtml } from "./http/server.ts";
export type { Language, TextParams, Texts, Translate } from "./i18n.ts";
export { type Ids, systemIds } from "./ids.ts";
export { type Job, type JobHandler, RetryLater } from "./jobs/worker.ts";
export type { Log } from "./log.ts";
export { migrateAll } from "./migrate-all.ts";
export {
  type ApiToken,
  defineApi,
  defineEvent,
  defineModule,
  type EventToken,
  type ModuleContext,
  type ModuleManifest,
  type ModuleParts,
  startOrder,
} from "./module.ts";
export { type Process, type ProcessOptions, startProcess } from "./process.ts";
export { issuePeerCertificate } from "./remote/enrol.ts";
export { installationSecret } from "./secret.ts";
export { inTrace, traceparent } from "./trace.ts";
