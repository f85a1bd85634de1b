import { failures } from "@troad/kernel";

export const caseFailure = failures({
  "case.not-found": 404,
  "case.service-unknown": 404,
  "case.page-unknown": 404,
  "case.erased": 410,
  "case.not-open": 409,
  "case.mandate-ended": 403,
  "case.not-represented": 409,
  "case.not-at-counter": 403,
  "case.only-at-counter": 403,
  "case.person-unknown": 422,
  "case.paper-missing": 422,
  "case.proof-too-weak": 403,
  "case.incomplete": 409,
  "case.stands-already": 409,
  "case.not-stopped": 409,
  "case.not-decided": 409,
  "case.rated": 409,
  "case.already-decided": 409,
  "case.certificate-ended": 409,
  "case.certificate-standing": 409,
  "case.not-renewable": 409,
  "case.act-not-allowed": 409,
  "case.masked": 409,
  "case.round-open": 409,
  "case.act-incomplete": 422,
  "case.reasons-missing": 422,
  "case.report-incomplete": 422,
  "case.lot-drawn": 409,
  "case.document-unknown": 422,
  "notice.not-allowed": 403,
  "notice.key-used": 409,
  "notice.person-invalid": 422,
  "notice.field-unknown": 400,
  "notice.field-not-agreed": 403,
  "notice.incomplete": 422,
});

/** Failures of an exchange after which trying again soon makes sense; the others need a person. */
const retryable = new Set([
  "Server.ClientProxy.NetworkError",
  "Server.ClientProxy.OcspUnavailable",
  "Server.ClientProxy.ClockOff",
  "Server.ClientProxy.OutdatedGlobalConf",
  "Server.ClientProxy.TimestampingOverdue",
  "Server.ClientProxy.Interrupted",
  "Server.ClientProxy.OutcomeUnknown",
  "Server.ClientProxy.UnknownMember",
  "Server.ServerProxy.ClockOff",
  "Server.ServerProxy.OcspUnavailable",
  "Server.ServerProxy.ServiceFailed",
  "Server.ServerProxy.TimestampingOverdue",
  "Server.ServerProxy.Interrupted",
  "consent.status-unavailable",
  "database.unavailable",
  "database.outcome-unknown",
  "road.unreachable",
  // a defect on the other side: what is asked again is the same exchange, so nothing happens twice
  "internal",
]);

export const isRetryable = (code: string): boolean => retryable.has(code);
/** Tries of one source under one consent before the case stops and the citizen is told. */
export const maxTries = 4;
