import { createHash } from "node:crypto";
import { instant } from "@troad/kernel";
import { imprintOf } from "@troad/trust";
import { openHashChains } from "@troad/xroad";
import { insertBatch } from "../../store/seals.ts";
import type { Gateway } from "../gateway.ts";
import { readKeptAt } from "../log/read-kept.ts";
import type { StampableRow } from "../sealing/stamping.ts";
import { stampSourceOf, timeStamp } from "../sealing/time-stamp.ts";
import { decodeXroadForm } from "./form.ts";

const digestBytes = 64;
const sha512 = (bytes: Uint8Array): Buffer => createHash("sha512").update(bytes).digest();
const digestOf = (signature: Buffer): Buffer => sha512(decodeXroadForm(signature).xml);

/** X-Road's own batch of time stamps: a hash tree over whole signature documents, for each exchange the request's and then the answer's. */
export function treeOfXroad(digests: Buffer): ReturnType<typeof openHashChains> {
  const messages = Array.from({ length: digests.length / digestBytes }, (_, index) => [
    { uri: "/META-INF/signatures.xml", digest: digests.subarray(index * digestBytes, (index + 1) * digestBytes) },
  ]);
  return openHashChains({ hash: "sha512", messages, chainUri: "/ts-hashchain.xml" });
}

/** One time stamp for both signatures of each exchange. */
export async function stampXroad(gateway: Gateway, rows: readonly StampableRow[]): Promise<void> {
  const digests: Buffer[] = [];
  for (const { seq, exchange_id: id, signature } of rows) {
    const asked = (await readKeptAt(gateway, [seq]))[0]?.asked;
    if (!asked) throw new Error(`outcome ${id} without its request`);
    digests.push(digestOf(asked.seal.signature), digestOf(signature));
  }
  const all = Buffer.concat(digests);
  const { result } = treeOfXroad(all);
  const token = await timeStamp(stampSourceOf(gateway), imprintOf(result, "sha512"));
  // X-Road's signatures contain the status from before they were made
  const batch = { digests: all, result, time_stamp: token, members: rows.map(({ seq }) => seq), statuses: [] };
  await insertBatch(gateway.db, instant(gateway.ctx.clock), batch);
}
