import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import type { EidApi } from "@troad/eid/api";
import { canonicalJson, failures } from "@troad/kernel";
import type { SignatureIn } from "./schemas.ts";

const fail = failures({ "mydata.signature-wrong": 422, "mydata.no-national-id": 409 });
const method = "ES256";
/** How long what is to be signed may lie. */
const openMs = 20 * 60_000;
const clockMs = 60_000;

/** What a person signs: this agreement in this revision, these fields, themselves; `record` once it has an id. */
export type Signed = {
  dataAgreement: string;
  dataAgreementRevisionHash: string;
  individual: string;
  attributes: readonly string[];
  record?: string;
};
export type Signature = {
  id: string;
  payload: string;
  signature: string;
  verificationMethod: string;
  verificationPayload: string;
  verificationPayloadHash: string;
  verificationArtifact?: string;
  verificationSignedBy: string;
  verificationSignedAs: string;
  timestamp: string;
  signedWithoutObjectReference: boolean;
  objectType: string;
  objectReference?: string;
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A signature without its value: `payload` is what the card has to sign, as UTF-8 (ECDSA with SHA-256). */
export function draftSignature({ record, ...signed }: Signed, at: string): Signature {
  const verificationPayload = canonicalJson({ ...signed, attributes: [...signed.attributes].sort(), optIn: true } as never);
  const fields = {
    ...{ verificationPayload, verificationPayloadHash: sha256(verificationPayload), verificationMethod: method },
    ...{ verificationSignedBy: signed.individual, verificationSignedAs: "individual", timestamp: at },
    ...{ signedWithoutObjectReference: record === undefined, objectType: "revision" },
    ...(record === undefined ? {} : { objectReference: `${record}.1` }),
  };
  return { id: "", payload: canonicalJson(fields as never), signature: "", ...fields };
}

/** When what was signed was made; undefined where it says nothing of the kind. */
function timeOf(payload: string): string | undefined {
  try {
    const { timestamp } = JSON.parse(payload) as { timestamp?: unknown };
    return typeof timestamp === "string" && !Number.isNaN(Date.parse(timestamp)) ? timestamp : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is the signature of a payload under the key of a certificate; anything that cannot be read is none. */
function isSigned(payload: string, value: string, certificate: string): boolean {
  try {
    const key = createPublicKey(new X509Certificate(certificate).publicKey.export({ type: "spki", format: "pem" }));
    return key.asymmetricKeyType === "ec" && verify("sha256", Buffer.from(payload), key, Buffer.from(value, "base64"));
  } catch {
    return false;
  }
}

/** The signature, if it is of exactly this, was made just now, and by a card in force of this person. */
export async function checkedSignature(
  eid: Pick<EidApi, "ownsCertificate">,
  given: SignatureIn,
  { signed, nationalId, now }: { signed: Signed; nationalId: string | null; now: Date },
): Promise<Signature> {
  const wrong = (detail: string) => fail("mydata.signature-wrong", {}, detail);
  if (nationalId === null) throw fail("mydata.no-national-id");
  const at = timeOf(given.payload);
  const age = at === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(at);
  if (at === undefined || age > openMs || age < -clockMs) throw wrong("old, or without a time");
  const own = draftSignature(signed, at);
  if (given.payload !== own.payload) throw wrong("of something else");
  const { verificationArtifact: certificate, signature } = given;
  if (!isSigned(given.payload, signature, certificate)) throw wrong("not by the key of the certificate");
  if (!(await eid.ownsCertificate({ nationalId, certificate }))) throw wrong("not a card in force of this person");
  return { ...own, signature, verificationArtifact: certificate };
}
