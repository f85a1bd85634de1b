import type { RoadContent } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import type { Log as TransparencyLog } from "@troad/tlog";
import type { Evidence, LogProof, RecordsOverview, RoadApi } from "../../api.ts";
import { type TransferKey, tellerOf } from "../../domain/transfer-rules.ts";
import type { LiveTrust } from "../../gateway/configuration/live-trust.ts";
import { findTransfer, listAlarms, listTransfers } from "../../store/transfers.ts";
import type { Cosigning } from "../cosigning.ts";
import type { Alarms } from "./alarms.ts";
import { logExplorer } from "./explorer.ts";
import { transferLists } from "./lists.ts";
import { openProofs } from "./proof.ts";
import { openRecorder } from "./record.ts";

type Parts = {
  ctx: ModuleContext;
  content: RoadContent;
  live: LiveTrust;
  log: TransparencyLog;
  cosigning: Cosigning;
  alarms: Alarms;
  tilesUrl: string;
  /** Asks the gateway of a member what an auditor may read of its log. */
  fetchRecords(member: string): Promise<RecordsOverview | null>;
  /** Asks the gateway of a member for a container. */
  fetchEvidence(member: string, key: TransferKey): Promise<Evidence>;
};

/** What `RoadApi` says of transfers and their log. */
export type TransfersApi = Pick<
  RoadApi,
  | "instance"
  | "recordTransfers"
  | "proofOf"
  | "evidenceOf"
  | "transferAlarms"
  | "recordsOf"
  | "transfersOf"
  | "exchanges"
  | "countExchanges"
  | "transferRecords"
  | "countTransferRecords"
  | "transferDays"
  | "logStatus"
  | "logEntries"
  | "logGrowth"
  | "roots"
  | "authorities"
>;

const pageLimit = 200;

/** The platform's side of the road: who is on it, and the public record of what passed. It never sees a payload. */
export function transfersApi(parts: Parts): { api: TransfersApi; stop(): Promise<void> } {
  const { ctx, content, log, live } = parts;
  const proofs = openProofs({
    roots: live.roots,
    intermediates: live.intermediates,
    now: () => ctx.clock.now(),
  });
  const recorder = openRecorder({ ctx, log, proofs, alarms: parts.alarms });
  const api: TransfersApi = {
    instance: async () => content.instance,
    ...transferLists(ctx, content.instance),
    ...logExplorer(parts),
    recordTransfers: recorder.record,
    proofOf: (key) => proofOf(parts, key),
    evidenceOf: async (key) => {
      if (!(await findTransfer(ctx.db, key))) return { state: "none" };
      const [, memberClass, memberCode] = tellerOf(key).split("/");
      return parts.fetchEvidence(`${memberClass}/${memberCode}`, key);
    },
    transferAlarms: async ({ kind, before, limit }) => {
      const rows = await listAlarms(ctx.db, { kind: kind ?? null, before: before === undefined ? null : Number(before) }, limit);
      return rows.map(({ seq, exchange_id: exchangeId, leaf_index: leafIndex, other_leaf: otherLeaf, ...alarm }) => ({
        ...alarm,
        exchangeId,
        leafIndex,
        otherLeaf,
        cursor: String(seq),
      }));
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
    roots: async () => live.roots.map(({ pem }) => pem),
    authorities: async () => ({
      intermediates: live.intermediates.map(({ pem }) => pem),
      tsas: live.tsas.map(({ pem }) => pem),
    }),
  };
  return { api, stop: recorder.stop };
}

async function proofOf({ ctx, log, cosigning }: Parts, key: TransferKey): Promise<LogProof | null> {
  const found = await findTransfer(ctx.db, key);
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
