import { buffer } from "node:stream/consumers";
import { writeXroadContainer } from "@troad/xroad";
import { readBatch, type ShareRow } from "../../store/seals.ts";
import type { Gateway } from "../gateway.ts";
import { type Body, sizeOf } from "../log/body.ts";
import type { LoggedOutcome, LoggedRequest } from "../log/logged.ts";
import { type BuiltEvidence, containedBytes } from "../sealing/built-evidence.ts";
import { decodeXroadForm } from "./form.ts";
import { treeOfXroad } from "./stamping.ts";

type Exchange = { id: string; side: "consumer" | "provider"; asked: LoggedRequest; outcome: LoggedOutcome };

/**
 * Two containers in X-Road's form (UG-SIGDOC), as X-Road has them: the answer, whose head contains the hash of the request, and the
 * request. None if a body is missing or too large: a signature of this form covers bodies and not their hashes.
 */
export async function buildXroadEvidence(
  gateway: Gateway,
  { id, side, asked, outcome }: Exchange,
  share: ShareRow | undefined,
): Promise<BuiltEvidence> {
  const batch = share && (await readBatch(gateway.db, share.batch));
  if (!batch) return { state: "sealing" };
  const tree = treeOfXroad(batch.digests);
  const container = async (message: { head: Buffer; body: Body; seal: { signature: Buffer } }, place: number) => {
    const { xml, chain, hasBody } = decodeXroadForm(message.seal.signature);
    const bytes = hasBody ? await bytesOf(gateway, message.body) : undefined;
    if (hasBody && !bytes) return undefined;
    return writeXroadContainer({
      message: message.head,
      attachments: bytes ? [bytes] : [],
      signatureXml: xml.toString("utf8"),
      ...(chain ? { signatureChain: chain } : {}),
      batchTimestamp: { token: batch.time_stamp, result: batch.result, chain: tree.chainOf(place) },
    });
  };
  const name = `${id.replace(/[^A-Za-z0-9-]/g, "-")}-${side}`;
  const place = share.position * 2;
  const request = await container(asked, place);
  const response = await container({ head: outcome.head!, body: outcome.body!, seal: outcome.seal! }, place + 1);
  if (!request || !response) return { state: "none" };
  return {
    state: "sealed",
    fileName: `${name}-response.asice`,
    container: response,
    isPacked: true,
    request: { fileName: `${name}-request.asice`, container: request },
  };
}

async function bytesOf({ messages: { spool } }: Pick<Gateway, "messages">, body: Body): Promise<Buffer | undefined> {
  if (body.in === "memory") return body.bytes;
  return body.in === "file" && sizeOf(body) <= containedBytes ? buffer(spool.read(body.file)) : undefined;
}
