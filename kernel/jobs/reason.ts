import { CodedError } from "../errors.ts";
import { UnfitPayload } from "./handler.ts";

/** A word or two that contain no data: one of our codes, an SQLSTATE, the name of a constraint or of an error class. */
const isWord = (text: unknown): text is string => typeof text === "string" && /^[A-Za-z0-9_.:-]{1,80}$/.test(text);

/**
 * Names an error for people who may not see what the job is about. Messages are left out, whatever their origin: they quote the invalid
 * value, which may be personal data.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof CodedError) return isWord(error.code) ? error.code : "unknown";
  if (error instanceof UnfitPayload) return error.message;
  const { code, constraint, name } = (error ?? {}) as { code?: unknown; constraint?: unknown; name?: unknown };
  return [name, code, constraint].filter(isWord).join(" ") || "unknown";
}
