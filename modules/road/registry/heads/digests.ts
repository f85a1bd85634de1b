import { instant, kernelFailure, type ModuleContext } from "@troad/kernel";
import type { Log as TransparencyLog } from "@troad/tlog";
import { formatProof } from "@troad/tlog";
import type { RoadApi } from "../../api.ts";
import { findDigest, insertDigest } from "../../store/digests.ts";
import type { Cosigning } from "../cosigning.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; log: TransparencyLog; cosigning: Cosigning };
const isDigest = (value: string): boolean => /^[0-9a-f]{64}$/.test(value);

/** Documents by their SHA-256 in the public log: that they existed by then can be shown by anyone who has them, and nobody else learns anything. */
export function digestsApi({ ctx, log, cosigning }: Parts): Pick<RoadApi, "recordDigest" | "digestProof"> {
  return {
    // the leaf first, then the row: a kill in between leaves an equal leaf without a row, as it does for heads
    recordDigest: async ({ digest }) => {
      if (!isDigest(digest)) throw kernelFailure("request.invalid", { reason: "digest" });
      const kept = await findDigest(ctx.db, digest);
      if (kept) return { leafIndex: kept.leaf_index };
      const [appended] = await log.append([Buffer.from(digest, "hex")]);
      const row = { digest, leaf_index: appended!.index };
      if (await insertDigest(ctx.db, row, instant(ctx.clock))) return { leafIndex: row.leaf_index };
      return { leafIndex: (await findDigest(ctx.db, digest))!.leaf_index };
    },
    digestProof: async ({ digest }) => {
      const kept = isDigest(digest) ? await findDigest(ctx.db, digest) : undefined;
      if (!kept) return null;
      const checkpoint = await cosigning.covering(kept.leaf_index);
      const path = await log.inclusionProof(kept.leaf_index, Number(checkpoint.split("\n")[1]));
      const proof = formatProof({ index: kept.leaf_index, path, checkpoint });
      return { leafIndex: kept.leaf_index, proof, verifierKey: log.verifierKey };
    },
  };
}
