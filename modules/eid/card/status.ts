import type { ModuleContext } from "@troad/kernel";
import { issuerAmong, type Trusted } from "@troad/pki/trust";
import { buildOcspRequest, type Certificate, type OcspAnswer, verifyOcsp } from "@troad/trust";
import { request } from "undici";
import { fail } from "../domain/errors.ts";
import { type Level, levelOf } from "../domain/levels.ts";

/** An answer of the responder, or how long ago the last good one was. */
export type CardStatus = { status: "good" | "revoked" | "unknown"; reason?: string };
export type AskStatus = (certificate: Certificate, trusted: Trusted) => Promise<CardStatus>;

type Options = {
  ctx: Pick<ModuleContext, "clock" | "ids" | "log">;
  /** Address of the responder; otherwise the one that the authority announces. */
  url: string | undefined;
  /** How long a good answer stands for a card of level substantial while the responder cannot be reached (ms). */
  graceMs: number;
};

/** Web eID's rules: an answer for this request, made at most two minutes ago; clocks may differ by fifteen minutes into the future. */
const freshMs = 120_000;
const aheadMs = 900_000;
const patienceMs = 5_000;
const maxAnswer = 64 * 1024;
const nonceBytes = 32;
const maxRemembered = 10_000;

/**
 * Asks the responder for a card's status with a nonce (RFC 6960, RFC 9654) and verifies the answer: made for this request, fresh, by the
 * issuer itself or by whom it delegated. An answer that does not verify proves nothing and lets nobody in, whatever the level.
 */
export function statusAsker({ ctx, url, graceMs }: Options): AskStatus {
  const seenGood = new Map<string, number>();

  function remember(serial: string): void {
    seenGood.delete(serial);
    if (seenGood.size >= maxRemembered) seenGood.delete(seenGood.keys().next().value!);
    seenGood.set(serial, ctx.clock.now().getTime());
  }

  const mayStand = (level: Level, serial: string): boolean =>
    level === "substantial" && (seenGood.get(serial) ?? Number.NEGATIVE_INFINITY) > ctx.clock.now().getTime() - graceMs;

  return async (certificate, trusted) => {
    const issuer = issuerAmong(trusted.intermediates, certificate);
    if (!issuer) throw fail("eid.certificate-untrusted", {}, "no issuer");
    const nonce = ctx.ids.random(nonceBytes);
    const answer = await post(url ?? trusted.urls.ocsp, buildOcspRequest({ certificate, issuer, nonce })).catch(
      (error: unknown) => {
        ctx.log.warn({ err: error }, "the OCSP responder cannot be reached");
      },
    );
    if (!answer) {
      if (mayStand(levelOf(certificate), certificate.serialHex)) return { status: "good" };
      throw fail("eid.status-unavailable", {}, "unreachable");
    }
    const { status } = checked(answer, { certificate, issuer, nonce, now: ctx.clock.now() });
    if (status.status === "good") remember(certificate.serialHex);
    else seenGood.delete(certificate.serialHex);
    return status.status === "revoked" && status.reason
      ? { status: "revoked", reason: status.reason }
      : { status: status.status };
  };
}

type Asked = { certificate: Certificate; issuer: Certificate; nonce: Buffer; now: Date };

function checked(answer: Buffer, { now, ...asked }: Asked): OcspAnswer {
  const verified = verifyOcsp(answer, asked);
  if (!verified.ok) throw fail("eid.status-unavailable", {}, verified.code);
  const { thisUpdate, nextUpdate } = verified.value;
  const [at, ended] = [now.getTime(), nextUpdate?.getTime() ?? Number.POSITIVE_INFINITY];
  if (thisUpdate.getTime() < at - freshMs || thisUpdate.getTime() > at + aheadMs || ended < at - aheadMs)
    throw fail("eid.status-unavailable", {}, "ocsp.not-fresh");
  return verified.value;
}

async function post(url: string, body: Buffer): Promise<Buffer> {
  const answer = await request(url, {
    method: "POST",
    headers: { "content-type": "application/ocsp-request" },
    body,
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
  });
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer.body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxAnswer) throw new Error("an OCSP answer too large");
    parts.push(part);
  }
  if (answer.statusCode !== 200) throw new Error(`OCSP responder: HTTP ${answer.statusCode}`);
  return Buffer.concat(parts);
}
