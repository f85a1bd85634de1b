import type { Ids } from "@troad/kernel";
import {
  buildTimestampRequest,
  type Certificate,
  type Imprint,
  type Timestamp,
  tokenOfResponse,
  verifyTimestamp,
} from "@troad/trust";
import { request } from "undici";

/** What is needed to get a time stamp and to believe it. */
export type StampSource = {
  services: { tsa: string };
  ctx: { ids: Pick<Ids, "random"> };
  roots: Certificate[];
  issuing: Certificate;
};

/** Asks the time-stamping authority (RFC 3161) and returns the token, and what it says, only if it verifies. */
export async function timeStamp(source: StampSource, imprint: Imprint): Promise<{ token: Buffer; stamp: Timestamp }> {
  const nonce = source.ctx.ids.random(16);
  // a positive INTEGER without leading zero bytes
  nonce[0]! &= 0x7f;
  nonce[0]! |= 0x40;
  const answer = await request(source.services.tsa, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query" },
    body: buildTimestampRequest({ imprint, nonce }),
    headersTimeout: 5_000,
    bodyTimeout: 5_000,
  });
  const token = tokenOfResponse(Buffer.from(await answer.body.arrayBuffer()));
  if (!token.ok) throw new Error(`time stamp: ${token.code}`);
  const checked = verifyTimestamp(token.value, { imprint, nonce, roots: source.roots, intermediates: [source.issuing] });
  if (!checked.ok) throw new Error(`time stamp: ${checked.code}`);
  return { token: token.value, stamp: checked.value };
}
