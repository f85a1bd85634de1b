import { agencySchema } from "../process/names.ts";
import type { PeerCaller } from "../remote/names.ts";
import type { HeadRecord } from "./record.ts";
import type { CheckReport } from "./report.ts";

export type AnchoredRecord = { record: HeadRecord; leafIndex: number };

/** The api of a module that keeps the heads of all ledgers where nobody can withdraw them; its manifest says `anchors`. */
export type AnchorApi = {
  /** Accepts the next record of a schema, and a repeat of the same one; a different one in its place is refused. */
  recordHeads(record: HeadRecord): Promise<{ leafIndex: number }>;
  /** The records of a schema after a number, oldest first. */
  headRecords(query: { schema: string; after: number; limit: number }): Promise<AnchoredRecord[]>;
  /** Takes the result of a schema's last check. */
  recordCheck(report: CheckReport): Promise<void>;
};

const anchorMethods: readonly string[] = ["recordHeads", "headRecords", "recordCheck"] satisfies (keyof AnchorApi)[];

/** Whether `method` belongs to the anchor: its callers do not follow from `needs`. */
export const isAnchorMethod = (method: string): boolean => anchorMethods.includes(method);

/** A process publishes only for the schemas of its own modules and, if it is bound to agencies, only for theirs. */
export function mayAnchor(caller: PeerCaller, args: unknown[]): boolean {
  const schema = (args[0] as { schema?: unknown } | null | undefined)?.schema;
  if (typeof schema !== "string") return false;
  if (caller.agencies.length > 0)
    return caller.modules.some((module) => caller.agencies.some((agency) => schema === agencySchema(module, agency)));
  return caller.modules.some((module) => schema === module || schema.startsWith(`${module}_`));
}
