import type { Clock, Ids } from "@troad/kernel";
import { buildTimestampRequest, type Imprint, tokenOfResponse, verifyTimestamp } from "@troad/trust";
import { request } from "undici";
import type { LiveTrust } from "../configuration/live-trust.ts";

/** What is needed to get a time stamp and to verify it, and a listener for the time it states. */
export type StampSource = {
  clockWatch?: { note(asked: Date, said: Date, answered: Date): void };
  services: { tsa: string };
  ctx: { ids: Pick<Ids, "random">; clock: Clock };
  live: Pick<LiveTrust, "roots" | "intermediates">;
};

const rootsAbove = ({ live: { roots, intermediates } }: StampSource) => ({ roots, intermediates });

/** The source of a gateway's time stamps. */
export const stampSourceOf = <Trust extends Omit<StampSource, "ctx">>({
  trust,
  ctx,
}: {
  trust: Trust;
  ctx: StampSource["ctx"];
}): StampSource => ({ ...trust, ctx });

/** Asks the time-stamping authority (RFC 3161) and returns the token only if it verifies. */
export async function timeStamp(source: StampSource, imprint: Imprint): Promise<Buffer> {
  const nonce = source.ctx.ids.random(16);
  // a positive INTEGER without leading zero bytes
  nonce[0]! &= 0x7f;
  nonce[0]! |= 0x40;
  const asked = source.ctx.clock.now();
  const answer = await request(source.services.tsa, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query" },
    body: buildTimestampRequest({ imprint, nonce }),
    headersTimeout: 5_000,
    bodyTimeout: 5_000,
  });
  const body = Buffer.from(await answer.body.arrayBuffer());
  const answered = source.ctx.clock.now();
  const token = tokenOfResponse(body);
  if (!token.ok) throw new Error(`time stamp: ${token.code}`);
  const checked = verifyTimestamp(token.value, { imprint, nonce, ...rootsAbove(source) });
  if (!checked.ok) throw new Error(`time stamp: ${checked.code}`);
  source.clockWatch?.note(asked, checked.value.genTime, answered);
  return token.value;
}
