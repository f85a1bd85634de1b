import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { leafHash, type Log as TransparencyLog } from "@troad/tlog";
import type { LogEntry, RoadApi } from "../../api.ts";
import { leafOf } from "../../domain/record.ts";
import { daysUpTo, rangeOf } from "../../domain/transfer-query.ts";
import { findByRequest, leavesBefore } from "../../store/leaves.ts";
import type { Cosigning } from "../cosigning.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; log: TransparencyLog; cosigning: Cosigning };
/** A leaf, and whether it is that of the record that it is said to be of. */
type Found = { leafIndex: number; isOfRecord: boolean };

/** What anybody may ask of the public log: an entry with its proof, and how it grew. */
export function logExplorer({ ctx, log, cosigning }: Parts): Pick<RoadApi, "logEntries" | "logGrowth"> {
  const entryAt = async (index: number): Promise<Uint8Array> => (await log.entries(index, index + 1))[0]!;

  /** Both sides' records of an exchange, and those of further tries. */
  async function ofRequest(requestHash: string): Promise<Found[]> {
    const rows = await findByRequest(ctx.db, requestHash);
    const size = await log.refresh();
    const known = rows.filter((row) => row.leaf_index < size);
    return await Promise.all(
      known.map(async ({ leaf_index: leafIndex, record, salt }) => ({
        leafIndex,
        isOfRecord: Buffer.compare(leafOf(record, salt), await entryAt(leafIndex)) === 0,
      })),
    );
  }

  async function proven({ leafIndex, isOfRecord }: Found): Promise<LogEntry> {
    const checkpoint = await cosigning.covering(leafIndex);
    const treeSize = Number(checkpoint.split("\n")[1]);
    const path = await log.inclusionProof(leafIndex, treeSize);
    return {
      ...{ leafIndex, isOfRecord, treeSize, checkpoint },
      leaf: Buffer.from(leafHash(await entryAt(leafIndex))).toString("base64"),
      inclusion: path.map((node) => Buffer.from(node).toString("base64")),
    };
  }

  return {
    logEntries: async ({ leafIndex, requestHash }) => {
      const byPlace = leafIndex !== undefined && leafIndex < (await log.refresh()) ? [{ leafIndex, isOfRecord: true }] : [];
      const found = requestHash === undefined ? byPlace : await ofRequest(requestHash);
      return await Promise.all(found.map(proven));
    },
    logGrowth: async ({ days }) => {
      const shown = daysUpTo(taipeiDate(ctx.clock.now()), days);
      const leaves = await leavesBefore(
        ctx.db,
        shown.map((day) => rangeOf({ to: day }).to),
      );
      const size = await log.refresh();
      // a member tells when an exchange was: a log never shrinks, whatever it says
      let reached = 0;
      return shown.map((day, place) => {
        reached = place === shown.length - 1 ? size : Math.min(size, Math.max(reached, leaves[place] ?? 0));
        return { day, size: reached };
      });
    },
  };
}
