/**
 * The database is down, overloaded or was lost midway: a retryable failure. `outcomeUnknown`: the connection broke during a write, so
 * nobody can say whether it is on disk.
 */
export class DatabaseUnavailable extends Error {
  /** The SQLSTATE or the system's code, as given by `pg`. */
  readonly code: string | undefined;
  readonly outcomeUnknown: boolean;
  constructor(cause: Error, outcomeUnknown: boolean) {
    super(cause.message, { cause });
    this.name = "DatabaseUnavailable";
    this.code = codeOf(cause);
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** Codes that mean that this connection is of no use any more (PostgreSQL, appendix A; the others are the system's). 25006: its server does not lead. */
const lostCodes = new Set([
  ...["08000", "08001", "08003", "08004", "08006", "25006", "57P01", "57P02", "57P03", "57P05", "25P03", "25P04"],
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "ENOENT", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EAGAIN"],
  ...["EAI_AGAIN", "ENOTFOUND"],
]);

/** Codes that mean that the server cannot do it now and did nothing: no space, no memory, no connection, timed out, a deadlock. */
const busyCodes = new Set(["40001", "40P01", "53000", "53100", "53200", "53300", "53400", "55P03", "57014", "58000", "58030"]);

/** `pg` has no codes of its own for these. */
const lostMessages =
  /connection terminated|timeout expired|timeout exceeded when trying|query read timeout|not queryable|client was closed|pool after calling end/i;

const codeOf = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : undefined;
};

/** Whether a statement's failure means that its connection must not be used again. */
export const isLost = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable
    ? isLost(error.cause)
    : lostCodes.has(codeOf(error) ?? "") ||
      (error instanceof Error && codeOf(error) === undefined && lostMessages.test(error.message));

/** The failure of a statement as rethrown: a retryable one is marked as such, any other stays as it is. */
export function failureOf(error: unknown, wasWriting: boolean): unknown {
  if (error instanceof DatabaseUnavailable) return error;
  // who refuses to write has not written
  if (isLost(error)) return new DatabaseUnavailable(error as Error, wasWriting && codeOf(error) !== "25006");
  return busyCodes.has(codeOf(error) ?? "") ? new DatabaseUnavailable(error as Error, false) : error;
}

/**
 * What PostgreSQL says, as a warning beside its "done", when it was told to stop waiting for the standby: the transaction is on this server alone, and
 * gone if another one leads next (patroni/patroni#1414).
 */
export const isUnreplicated = (notice: { message?: string | undefined }): boolean =>
  /canceling (the )?wait for synchronous replication/i.test(notice.message ?? "");

export const unreplicated = (): DatabaseUnavailable =>
  new DatabaseUnavailable(new Error("committed on this server alone: the wait for its standby was cancelled"), true);

/** Between modules the failure is identified by its code. */
const failureCodes = new Set<unknown>(["database.unavailable", "database.outcome-unknown"]);

/** Whether an error says that the database is down and will be back; the same request may be repeated. */
export const isDatabaseUnavailable = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable || failureCodes.has((error as { code?: unknown } | undefined)?.code);
