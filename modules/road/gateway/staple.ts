import type { Clock, Log } from "@troad/kernel";
import { buildOcspRequest, type Certificate, verifyOcsp } from "@troad/trust";
import { request } from "undici";
import type { SignerRow } from "../store/messages.ts";
import { signerOf } from "./seal.ts";

/** Fetches an OCSP answer for `certificate` and returns it only if it verifies and says good. */
export async function fetchOcsp(options: {
  url: string;
  certificate: Certificate;
  issuer: Certificate;
  clock: Clock;
}): Promise<{ der: Buffer; freshUntil: Date }> {
  const { certificate, issuer, clock } = options;
  const answer = await request(options.url, {
    method: "POST",
    headers: { "content-type": "application/ocsp-request" },
    body: buildOcspRequest({ certificate, issuer }),
    headersTimeout: 5_000,
    bodyTimeout: 5_000,
  });
  const der = Buffer.from(await answer.body.arrayBuffer());
  if (answer.statusCode !== 200) throw new Error(`OCSP responder: HTTP ${answer.statusCode}`);
  const verified = verifyOcsp(der, { certificate, issuer, now: clock.now() });
  if (!verified.ok) throw new Error(`OCSP answer refused: ${verified.code}`);
  if (verified.value.status.status !== "good") throw new Error(`certificate status: ${verified.value.status.status}`);
  return { der, freshUntil: verified.value.nextUpdate ?? new Date(clock.now().getTime() + 60_000) };
}

/** Keeps a fresh OCSP answer of our own certificate at hand, so that no exchange waits for the responder and short outages pass unnoticed. */
export function openStaple(options: Parameters<typeof fetchOcsp>[0] & { log: Log; everyMs?: number }) {
  let held: { signer: SignerRow; freshUntil: Date } | undefined;
  let fetching: Promise<void> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  const load = async (): Promise<void> => {
    const { der, freshUntil } = await fetchOcsp(options);
    held = { signer: signerOf(options.certificate.der, der), freshUntil };
  };
  const refresh = (): Promise<void> => {
    fetching ??= load().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  const failed = (): void => {
    failedAt = performance.now();
  };
  const current = (): SignerRow | undefined => (held && held.freshUntil > options.clock.now() ? held.signer : undefined);
  const timer = setInterval(
    () => void refresh().catch((error: unknown) => options.log.warn({ err: error }, "OCSP answer not refreshed")),
    options.everyMs ?? 60_000,
  );
  return {
    refresh,
    /** Our certificate with the answer, or undefined when there is none that is still fresh; then the responder is asked again, at most once a second. */
    current: async (): Promise<SignerRow | undefined> => {
      if (!current() && (fetching || performance.now() - failedAt > 1_000)) await refresh().catch(failed);
      return current();
    },
    stop: () => clearInterval(timer),
  };
}
