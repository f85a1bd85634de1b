import { type AnchorApi, headLeaf, instant, isHeadRecord, kernelFailure, type ModuleContext, recordHash } from "@troad/kernel";
import type { Log as TransparencyLog } from "@troad/tlog";
import type { HeadProof, RoadApi } from "../../api.ts";
import { findHead, headsAfter, insertHead, lastHead, listLedgers, storeCheck } from "../../store/heads.ts";
import type { Cosigning } from "../cosigning.ts";
import { registryFailure } from "../failures.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock" | "log">; log: TransparencyLog; cosigning: Cosigning };
export type HeadsApi = AnchorApi & Pick<RoadApi, "ledgers" | "headProof" | "recordDigest" | "digestProof">;

const pageLimit = 200;
const isSchema = (value: unknown): value is string => typeof value === "string" && /^[a-z][a-z0-9_]{0,62}$/.test(value);

/** Keeps what every schema publishes of its ledgers, and gives each record its leaf in the public log. */
export function headsApi(parts: Parts): Omit<HeadsApi, "recordDigest" | "digestProof"> {
  const { ctx } = parts;
  return {
    recordHeads: (record) => recordHeads(parts, record),
    headRecords: async ({ schema, after, limit }) =>
      isSchema(schema) && Number.isSafeInteger(after) ? headsAfter(ctx.db, schema, after, Math.min(limit, pageLimit)) : [],
    recordCheck: async (report) => {
      if (!isSchema(report.schema) || !Array.isArray(report.faults)) throw kernelFailure("request.invalid", { reason: "report" });
      await storeCheck(ctx.db, report);
    },
    ledgers: async () =>
      (await listLedgers(ctx.db)).map(({ schema, record, leaf_index, report }) => ({
        schema,
        published: record && leaf_index !== null ? { record, leafIndex: leaf_index } : null,
        check: report,
      })),
    headProof: ({ schema, no }) => headProof(parts, schema, no),
  };
}

/**
 * The leaf first, then the row: a kill in between leaves a leaf without a row, and the same record comes again and gets a second, equal leaf.
 * Another record under a number that was given, or one that does not follow the last one, is a history that was rewritten.
 */
async function recordHeads({ ctx, log }: Parts, record: unknown): Promise<{ leafIndex: number }> {
  if (!isHeadRecord(record)) throw kernelFailure("request.invalid", { reason: "not a record of heads" });
  const { schema, no } = record;
  const kept = await findHead(ctx.db, schema, no);
  const last = kept ?? (await lastHead(ctx.db, schema));
  const follows = no === (last?.record.no ?? 0) + 1 && record.previous === recordHash(last?.record);
  const isKept = kept !== undefined && recordHash(kept.record) === recordHash(record);
  if (kept && isKept) return { leafIndex: kept.leafIndex };
  if (kept || !follows) {
    ctx.log.error({ schema, no, last: last?.record.no ?? 0 }, "heads were refused: they do not continue what was published");
    throw registryFailure("ledger.not-continued", { schema, no });
  }
  const [appended] = await log.append([headLeaf(record)]);
  if (!(await insertHead(ctx.db, record, appended!.index, instant(ctx.clock)))) return recordHeads({ ctx, log } as Parts, record);
  return { leafIndex: appended!.index };
}

async function headProof({ ctx, log, cosigning }: Parts, schema: string, no: number): Promise<HeadProof | null> {
  const head = isSchema(schema) && Number.isSafeInteger(no) ? await findHead(ctx.db, schema, no) : undefined;
  if (!head) return null;
  const checkpoint = await cosigning.covering(head.leafIndex);
  const treeSize = Number(checkpoint.split("\n")[1]);
  const path = await log.inclusionProof(head.leafIndex, treeSize);
  return {
    ...head,
    treeSize,
    inclusion: path.map((node) => Buffer.from(node).toString("base64")),
    checkpoint,
    verifierKey: log.verifierKey,
    witnessKeys: cosigning.witnessKeys(),
  };
}
