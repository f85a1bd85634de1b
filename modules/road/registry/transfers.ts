import type { ModuleContext } from "@troad/kernel";
import type { TrustAnchors } from "@troad/pki/api";
import type { Log as TransparencyLog } from "@troad/tlog";
import type { Evidence, LogProof, RoadApi, TransferRecord } from "../api.ts";
import type { RoadContent } from "../domain/agency.ts";
import { leafOf } from "../domain/record.ts";
import { transferRecorded } from "../events.ts";
import { findTransfer, insertTransfer, listTransfers } from "../store/registry.ts";

type Parts = {
  ctx: ModuleContext;
  content: RoadContent;
  anchors: TrustAnchors;
  log: TransparencyLog;
  tilesUrl: string;
  /** Asks the gateway of a member for a container. */
  fetchEvidence(member: string, exchangeId: string, side: "consumer" | "provider"): Promise<Evidence>;
};

/** What `RoadApi` says of transfers and their log. */
type TransfersApi = Pick<
  RoadApi,
  "instance" | "recordTransfer" | "proofOf" | "evidenceOf" | "transfersOf" | "logStatus" | "roots"
>;

const pageLimit = 200;

/** The platform's side of the road: who is on it, and the public record of what passed. It never sees a payload. */
export function transfersApi(parts: Parts): TransfersApi {
  const { ctx, content, log } = parts;
  return {
    instance: async () => content.instance,
    recordTransfer: (record, salt) => recordTransfer(parts, record, Buffer.from(salt, "base64")),
    proofOf: (exchangeId, side) => proofOf(parts, exchangeId, side),
    evidenceOf: async (exchangeId, side) => {
      const found = await findTransfer(ctx.db, exchangeId, side);
      if (!found) return { state: "none" };
      const [, memberClass, memberCode] = (side === "consumer" ? found.record.consumer : found.record.provider).split("/");
      return parts.fetchEvidence(`${memberClass}/${memberCode}`, exchangeId, side);
    },
    transfersOf: async ({ member, before, limit }) => {
      const prefix = member === undefined ? null : `${content.instance}/${member}/`;
      const rows = await listTransfers(ctx.db, {
        prefix,
        before: before === undefined ? null : Number(before),
        limit: Math.min(limit, pageLimit),
      });
      return rows.map((row) => ({ ...row.record, leafIndex: row.leaf_index, cursor: String(row.seq) }));
    },
    logStatus: async () => ({
      origin: log.origin,
      size: log.size(),
      checkpoint: log.checkpoint(),
      verifierKey: log.verifierKey,
      tilesUrl: parts.tilesUrl,
    }),
    roots: async () => [parts.anchors.root],
  };
}

/** The leaf first, then the row: a kill in between leaves at worst a second leaf of the same transfer, never a row without a leaf. */
async function recordTransfer({ ctx, log }: Parts, record: TransferRecord, salt: Buffer): Promise<{ leafIndex: number }> {
  const known = await findTransfer(ctx.db, record.exchangeId, record.side);
  if (known) return { leafIndex: known.leaf_index };
  const [appended] = await log.append([leafOf(record, salt)]);
  return ctx.db.tx(async (tx) => {
    const fresh = await insertTransfer(tx, record, salt, appended!.index);
    if (fresh) await tx.publish(transferRecorded.name, { ...record, leafIndex: appended!.index });
    return { leafIndex: fresh ? appended!.index : (await findTransfer(tx, record.exchangeId, record.side))!.leaf_index };
  });
}

async function proofOf({ ctx, log }: Parts, exchangeId: string, side: "consumer" | "provider"): Promise<LogProof | null> {
  const found = await findTransfer(ctx.db, exchangeId, side);
  if (!found) return null;
  const checkpoint = log.checkpoint();
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
  };
}
