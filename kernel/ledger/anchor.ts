import { agencySchema } from "../process/names.ts";
import type { PeerCaller } from "../remote/names.ts";
import type { HeadRecord } from "./record.ts";
import type { CheckReport } from "./report.ts";

export type AnchoredRecord = { record: HeadRecord; leafIndex: number };

/** What a module offers that keeps the heads of all ledgers where nobody can take them back; its manifest says `anchors`. */
export type AnchorApi = {
  /** Takes the next record of a schema, and the same one again; another one in its place is refused. */
  recordHeads(record: HeadRecord): Promise<{ leafIndex: number }>;
  /** The records of a schema after a number, oldest first. */
  headRecords(query: { schema: string; after: number; limit: number }): Promise<AnchoredRecord[]>;
  /** Takes what the last check of a schema found. */
  recordCheck(report: CheckReport): Promise<void>;
};

const anchorMethods: readonly string[] = ["recordHeads", "headRecords", "recordCheck"] satisfies (keyof AnchorApi)[];

/** Whether `method` belongs to the anchor: who may call it does not follow from `needs`. */
export const isAnchorMethod = (method: string): boolean => anchorMethods.includes(method);

/** A process publishes only for the schemas of its own modules, and where it is bound to agencies, for theirs alone. */
export function mayAnchor(caller: PeerCaller, args: unknown[]): boolean {
  const schema = (args[0] as { schema?: unknown } | null | undefined)?.schema;
  if (typeof schema !== "string") return false;
  if (caller.agencies.length > 0)
    return caller.modules.some((module) => caller.agencies.some((agency) => schema === agencySchema(module, agency)));
  return caller.modules.some((module) => schema === module || schema.startsWith(`${module}_`));
}
