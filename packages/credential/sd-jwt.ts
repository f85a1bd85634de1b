import { createHash, randomBytes } from "node:crypto";
import { fixedLength, type Signer } from "@troad/trust";

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A compact JWS whose key is named by its id and found at its issuer, as wallets and status lists want it: no chain makes it long. */
export async function signToken(
  payload: object,
  { typ, signer, kid, x5c }: { typ: string; signer: Signer; kid?: string; x5c?: readonly string[] },
): Promise<string> {
  const head = { alg: signer.algorithm, typ, ...(kid === undefined ? {} : { kid }), ...(x5c === undefined ? {} : { x5c }) };
  const signed = `${encoded(head)}.${encoded(payload)}`;
  return `${signed}.${Buffer.from(fixedLength(signer.algorithm, await signer.sign(Buffer.from(signed)))).toString("base64url")}`;
}

/**
 * One copy of a credential (SD-JWT VC, draft 15): each of `hidden` can be shown or kept back alone, under a salt of its own. Digests are sorted, so that
 * their order says nothing.
 */
export async function issueSdJwt(
  open: object,
  hidden: Readonly<Record<string, unknown>>,
  key: { signer: Signer; kid: string },
): Promise<string> {
  const disclosures = Object.entries(hidden).map(([name, value]) =>
    encoded([randomBytes(16).toString("base64url"), name, value]),
  );
  const digests = disclosures.map((one) => createHash("sha256").update(one).digest("base64url")).toSorted();
  const token = await signToken({ ...open, _sd_alg: "sha-256", _sd: digests }, { typ: "dc+sd-jwt", ...key });
  return [token, ...disclosures, ""].join("~");
}
