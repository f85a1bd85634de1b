import { CodedError } from "../errors.ts";
import { UnfitPayload } from "./handler.ts";

/** A word or two that are no data: a code of ours, an SQLSTATE, the name of a constraint or of a class of errors. */
const isWord = (text: unknown): text is string => typeof text === "string" && /^[A-Za-z0-9_.:-]{1,80}$/.test(text);

/**
 * Names an error for people who may not see what the job is about. Messages are left out, no matter who wrote them: they quote what did not fit,
 * and that may be a person's.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof CodedError) return isWord(error.code) ? error.code : "unknown";
  if (error instanceof UnfitPayload) return error.message;
  const { code, constraint, name } = (error ?? {}) as { code?: unknown; constraint?: unknown; name?: unknown };
  return [name, code, constraint].filter(isWord).join(" ") || "unknown";
}
