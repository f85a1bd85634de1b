import type { Clock, Log } from "@troad/kernel";
import { buildOcspRequest, type Certificate, verifyOcsp } from "@troad/trust";
import { request } from "undici";
import type { SignerRow } from "../../store/messages.ts";
import { signerOf } from "./seal.ts";

type Question = {
  url: string;
  certificate: Certificate;
  issuer: Certificate;
  clock: Clock;
  /** Makes the responder answer anew, after this request: for what must be later than a time stamp. */
  nonce?: Buffer;
};
/** `certificate` gives the one in use, which may be renewed while the process runs. */
type Stapled = Pick<Question, "url" | "clock"> & {
  certificate(): Certificate;
  issuerOf(certificate: Certificate): Certificate;
  log: Log;
};
type StatusAnswer = { der: Buffer; freshUntil: Date; status: "good" | "revoked" | "unknown" };

/** Fetches an OCSP answer for `certificate` and returns it only if it verifies. */
export async function askStatus(options: Question): Promise<StatusAnswer> {
  const { certificate, issuer, clock, nonce } = options;
  const answer = await request(options.url, {
    method: "POST",
    headers: { "content-type": "application/ocsp-request" },
    body: buildOcspRequest({ certificate, issuer, ...(nonce ? { nonce } : {}) }),
    headersTimeout: 5_000,
    bodyTimeout: 5_000,
  });
  const der = Buffer.from(await answer.body.arrayBuffer());
  if (answer.statusCode !== 200) throw new Error(`OCSP responder: HTTP ${answer.statusCode}`);
  const verified = verifyOcsp(der, { certificate, issuer, now: clock.now(), ...(nonce ? { nonce } : {}) });
  if (!verified.ok) throw new Error(`OCSP answer refused: ${verified.code}`);
  const freshUntil = verified.value.nextUpdate ?? new Date(clock.now().getTime() + 60_000);
  return { der, freshUntil, status: verified.value.status.status };
}

/** The same, only if the status is good. */
export async function fetchOcsp(options: Question): Promise<StatusAnswer> {
  const answer = await askStatus(options);
  if (answer.status !== "good") throw new Error(`certificate status: ${answer.status}`);
  return answer;
}

/** Refreshed after half of an answer's life, within these bounds. */
const longestMs = 60_000;
const shortestMs = 1_000;

/**
 * Keeps a fresh OCSP answer for our own certificate at hand, so that no exchange waits for the responder and short outages pass unnoticed.
 * An answer that says revoked counts at once, even if the previous one is still fresh.
 */
export function openStaple(options: Stapled) {
  let held: { signer: SignerRow; freshUntil: Date } | undefined;
  let fetching: Promise<void> | undefined;
  let revoked = false;
  let failedAt = Number.NEGATIVE_INFINITY;
  const about = (certificate: Certificate): Question => ({ ...options, certificate, issuer: options.issuerOf(certificate) });
  const load = async (): Promise<void> => {
    const certificate = options.certificate();
    const { der, freshUntil, status } = await askStatus(about(certificate));
    // renewed in the meantime: this answer is about a certificate that is no longer in use
    if (certificate !== options.certificate()) return;
    revoked = status === "revoked";
    held = status === "good" ? { signer: signerOf(certificate.der, der), freshUntil } : undefined;
    if (!held) throw new Error(`certificate status: ${status}`);
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
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = (): void => {
    const left = held ? held.freshUntil.getTime() - options.clock.now().getTime() : longestMs;
    const wait = Math.max(shortestMs, Math.min(longestMs, left / 2));
    timer = setTimeout(() => {
      void refresh()
        .catch((error: unknown) => options.log.warn({ err: error }, "OCSP answer not refreshed"))
        .then(() => {
          if (!stopped) next();
        });
    }, wait);
  };
  next();
  return {
    refresh,
    /** Our certificate with the answer, or undefined if there is no fresh one; the responder is then asked again, at most once a second. */
    current: async (): Promise<SignerRow | undefined> => {
      if (!current() && (fetching || performance.now() - failedAt > 1_000)) await refresh().catch(failed);
      return current();
    },
    /** Uses a renewed certificate once its status is good: `take` replaces the previous one. */
    adopt: async (certificate: Certificate, take: () => void): Promise<void> => {
      const { der, freshUntil } = await fetchOcsp(about(certificate));
      take();
      held = { signer: signerOf(certificate.der, der), freshUntil };
      revoked = false;
    },
    /** True since the responder said so, until it reports the certificate as good again (a suspension that ended). */
    isRevoked: (): boolean => revoked,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
