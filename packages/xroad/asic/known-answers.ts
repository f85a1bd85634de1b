import { createHash } from "node:crypto";
import { type Certificate, type OcspAnswer, type Outcome, verifyOcsp } from "@troad/trust";

/** Answers whose signature held, by what they are and about whom. The same one comes with every message of some minutes. */
const known = new Map<string, OcspAnswer>();
const maxKnown = 512;

type Check = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly now: Date;
  readonly maxAgeSeconds: number;
};

/** `verifyOcsp`, which an answer that was verified before and is as fresh as then does not go through again. */
export function verifyAnswer(response: Uint8Array, check: Check): Outcome<OcspAnswer> {
  const { certificate, issuer } = check;
  const key = `${createHash("sha256").update(response).digest("hex")} ${certificate.fingerprint} ${issuer.fingerprint}`;
  const before = known.get(key);
  if (before && isFresh(before, check)) return { ok: true, value: before };
  const verified = verifyOcsp(response, check);
  if (verified.ok) {
    if (known.size >= maxKnown) known.clear();
    known.set(key, verified.value);
  }
  return verified;
}

/** Without the tolerance that a first look has: what is at its edge is verified anew. */
const isFresh = ({ thisUpdate, nextUpdate }: OcspAnswer, { now, maxAgeSeconds }: Check): boolean =>
  thisUpdate <= now && (!nextUpdate || nextUpdate >= now) && thisUpdate.getTime() + maxAgeSeconds * 1000 >= now.getTime();
