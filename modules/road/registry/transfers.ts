import { kernelFailure, type ModuleContext } from "@troad/kernel";
import type { TrustAnchors } from "@troad/pki/api";
import type { Log as TransparencyLog } from "@troad/tlog";
import type { Evidence, LogProof, RecordsOverview, RoadApi, ToldTransfer } from "../api.ts";
import type { RoadContent } from "../domain/agency.ts";
import { isRecord, leafOf } from "../domain/record.ts";
import { transfersRecorded } from "../events.ts";
import { findTransfer, insertTransfers, leafIndexes, listTransfers, transferKey } from "../store/registry.ts";
import type { Cosigning } from "./cosigning.ts";

type Parts = {
  ctx: ModuleContext;
  content: RoadContent;
  anchors: TrustAnchors;
  log: TransparencyLog;
  cosigning: Cosigning;
  tilesUrl: string;
  /** Asks the gateway of a member what an auditor may read of its log. */
  fetchRecords(member: string): Promise<RecordsOverview | null>;
  /** Asks the gateway of a member for a container. */
  fetchEvidence(member: string, exchangeId: string, side: "consumer" | "provider"): Promise<Evidence>;
};

/** What `RoadApi` says of transfers and their log. */
type TransfersApi = Pick<
  RoadApi,
  "instance" | "recordTransfers" | "proofOf" | "evidenceOf" | "recordsOf" | "transfersOf" | "logStatus" | "roots" | "authorities"
>;

const pageLimit = 200;
/** Transfers told in one call at most. */
const maxTold = 1_000;

/** The platform's side of the road: who is on it, and the public record of what passed. It never sees a payload. */
export function transfersApi(parts: Parts): TransfersApi {
  const { ctx, content, log } = parts;
  return {
    instance: async () => content.instance,
    recordTransfers: (told) => recordTransfers(parts, told),
    proofOf: (exchangeId, side) => proofOf(parts, exchangeId, side),
    evidenceOf: async (exchangeId, side) => {
      const found = await findTransfer(ctx.db, exchangeId, side);
      if (!found) return { state: "none" };
      const [, memberClass, memberCode] = (side === "consumer" ? found.record.consumer : found.record.provider).split("/");
      return parts.fetchEvidence(`${memberClass}/${memberCode}`, exchangeId, side);
    },
    recordsOf: (member) => parts.fetchRecords(member),
    transfersOf: async ({ member, before, limit }) => {
      const prefix = member === undefined ? null : `${content.instance}/${member}/`;
      const rows = await listTransfers(ctx.db, {
        prefix,
        before: before === undefined ? null : Number(before),
        limit: Math.min(limit, pageLimit),
      });
      return rows.map((row) => ({ ...row.record, leafIndex: row.leaf_index, cursor: String(row.seq) }));
    },
    logStatus: async () => {
      const checkpoint = await parts.cosigning.newest();
      return {
        origin: log.origin,
        size: Number(checkpoint.split("\n")[1]),
        checkpoint,
        verifierKey: log.verifierKey,
        witnessKeys: parts.cosigning.witnessKeys(),
        tilesUrl: parts.tilesUrl,
      };
    },
    roots: async () => [parts.anchors.root],
    authorities: async () => ({ intermediates: [parts.anchors.issuing], tsas: [parts.anchors.tsa] }),
  };
}

/**
 * The leaves first, then the rows: a kill in between leaves at worst a second leaf of the same transfer, never a row without a leaf.
 * Those that were told before keep their place.
 */
async function recordTransfers({ ctx, log }: Parts, told: ToldTransfer[]): Promise<{ leafIndex: number }[]> {
  if (told.length > maxTold) throw kernelFailure("request.invalid", { reason: `at most ${maxTold} transfers` });
  if (!told.every(({ record }) => isRecord(record))) throw kernelFailure("request.invalid", { reason: "not a transfer record" });
  const known = await leafIndexes(
    ctx.db,
    told.map(({ record }) => record),
  );
  const fresh = told.filter(({ record }) => !known.has(transferKey(record)));
  if (fresh.length > 0) {
    const rows = fresh.map(({ record, salt }) => ({ record, salt: Buffer.from(salt, "base64") }));
    const appended = await log.append(rows.map(({ record, salt }) => leafOf(record, salt)));
    await ctx.db.tx(async (tx) => {
      const inserted = await insertTransfers(
        tx,
        rows.map((row, index) => ({ ...row, leafIndex: appended[index]!.index })),
      );
      for (const [key, leafIndex] of inserted) known.set(key, leafIndex);
      // nobody waits to be told of a transfer that no consent ties to a person
      const concerning = rows.map(({ record }) => record).filter((one) => one.consent !== null && inserted.has(transferKey(one)));
      if (concerning.length > 0) await tx.publish(transfersRecorded.name, { transfers: concerning });
    });
  }
  const raced = told.map(({ record }) => record).filter((record) => !known.has(transferKey(record)));
  for (const [key, leafIndex] of await leafIndexes(ctx.db, raced)) known.set(key, leafIndex);
  return told.map(({ record }) => ({ leafIndex: known.get(transferKey(record))! }));
}

async function proofOf(
  { ctx, log, cosigning }: Parts,
  exchangeId: string,
  side: "consumer" | "provider",
): Promise<LogProof | null> {
  const found = await findTransfer(ctx.db, exchangeId, side);
  if (!found) return null;
  const checkpoint = await cosigning.covering(found.leaf_index);
  const treeSize = Number(checkpoint.split("\n")[1]);
  const path = await log.inclusionProof(found.leaf_index, treeSize);
  return {
    record: found.record,
    salt: found.salt.toString("base64"),
    leafIndex: found.leaf_index,
    treeSize,
    inclusion: path.map((node) => Buffer.from(node).toString("base64")),
    checkpoint,
    verifierKey: log.verifierKey,
    witnessKeys: cosigning.witnessKeys(),
  };
}
