import { createPublicKey, type KeyObject } from "node:crypto";
import { bitString, integer, nullValue, oid, sequence } from "../../asn1/der.ts";
import { octetsOf, readAsn1 } from "../../asn1/read.ts";
import { TrustError } from "../../codes.ts";
import { type AttributeValue, mechanism, template } from "./attributes.ts";
import { CKA, CKK, CKM, CKO } from "./constants.ts";
import type { Cryptoki } from "./native.ts";
import { requireOk } from "./refusal.ts";
import type { Pkcs11Address } from "./uri.ts";

/** Longest attribute that is read: an RSA modulus of 16384 bits. */
const maxAttribute = 2048n;

type Wanted = Pick<Pkcs11Address, "object" | "id">;

const named = ({ object, id }: Wanted): Array<[bigint, AttributeValue]> => [
  [CKA.label, Buffer.from(object, "utf8")],
  ...(id ? ([[CKA.id, id]] satisfies Array<[bigint, AttributeValue]>) : []),
];

/** The object of a class with this label and id; undefined if there is none. Throws `token.ambiguous-key` if there are several. */
export async function findObject(cryptoki: Cryptoki, session: bigint, kind: bigint, wanted: Wanted): Promise<bigint | undefined> {
  const asked = template(cryptoki, [[CKA.class, kind], ...named(wanted)]);
  requireOk(await cryptoki.call("C_FindObjectsInit", session, asked.array, asked.count), "C_FindObjectsInit");
  const handles = Buffer.alloc(16);
  const count = Buffer.alloc(8);
  const status = await cryptoki.call("C_FindObjects", session, handles, 2n, count);
  requireOk(await cryptoki.call("C_FindObjectsFinal", session), "C_FindObjectsFinal");
  requireOk(status, "C_FindObjects");
  // Signing with whichever comes first would leave the choice of signer to chance.
  if (count.readBigUInt64LE() > 1n) throw new TrustError("token.ambiguous-key", wanted.object);
  return count.readBigUInt64LE() === 0n ? undefined : handles.readBigUInt64LE();
}

/** The value of an attribute; undefined if the token does not reveal it, such as the private exponent of a sensitive key. */
export async function readAttribute(
  cryptoki: Cryptoki,
  session: bigint,
  object: bigint,
  attribute: bigint,
): Promise<Buffer | undefined> {
  const query = Buffer.alloc(24);
  query.writeBigUInt64LE(attribute);
  if ((await cryptoki.call("C_GetAttributeValue", session, object, query, 1n)) !== 0) return undefined;
  const length = query.readBigUInt64LE(16);
  if (length === 0n || length > maxAttribute) return undefined;
  const value = Buffer.alloc(Number(length));
  query.writeBigUInt64LE(cryptoki.addressOf(value), 8);
  const status = await cryptoki.call("C_GetAttributeValue", session, object, query, 1n);
  // `value` is used after the call, which keeps it until the token has written into it.
  return status === 0 ? value.subarray(0, Number(query.readBigUInt64LE(16))) : undefined;
}

const ecPublicKey = "1.2.840.10045.2.1";
const rsaEncryption = "1.2.840.113549.1.1.1";

/** The public key, from the public object beside the private one. Throws `token.key-not-found`, `key.unsupported`. */
export async function readPublicKey(cryptoki: Cryptoki, session: bigint, wanted: Wanted): Promise<KeyObject> {
  const object = await findObject(cryptoki, session, CKO.publicKey, wanted);
  if (object === undefined) throw new TrustError("token.key-not-found", `public ${wanted.object}`);
  const read = async (attribute: bigint): Promise<Buffer> => {
    const value = await readAttribute(cryptoki, session, object, attribute);
    if (value === undefined) throw new TrustError("key.unsupported", `attribute 0x${attribute.toString(16)} is not told`);
    return value;
  };
  const kind = (await read(CKA.keyType)).readBigUInt64LE();
  const der =
    kind === CKK.ec
      ? // CKA_EC_POINT is the point within an OCTET STRING (PKCS#11 2.40 §2.3.3).
        sequence(
          sequence(oid(ecPublicKey), await read(CKA.ecParams)),
          bitString(octetsOf(readAsn1(await read(CKA.ecPoint), "key.unsupported"), "key.unsupported")),
        )
      : sequence(
          sequence(oid(rsaEncryption), nullValue()),
          bitString(sequence(integer(await read(CKA.modulus)), integer(await read(CKA.publicExponent)))),
        );
  try {
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch (error) {
    throw new TrustError("key.unsupported", error instanceof Error ? error.message : undefined);
  }
}

const p256 = oid("1.2.840.10045.3.1.7");

/** Generates a key pair in the token whose private half never leaves it: sensitive, not extractable, for signing only. */
export async function generateInToken(
  cryptoki: Cryptoki,
  session: bigint,
  wanted: Wanted,
  kind: "P-256" | "RSA-2048" | "RSA-3072" | "RSA-4096",
): Promise<void> {
  const how: Array<[bigint, AttributeValue]> =
    kind === "P-256"
      ? [[CKA.ecParams, p256]]
      : [
          [CKA.modulusBits, BigInt(kind.slice(4))],
          [CKA.publicExponent, Buffer.from([1, 0, 1])],
        ];
  const publicHalf = template(cryptoki, [[CKA.token, true], [CKA.verify, true], ...named(wanted), ...how]);
  const privateHalf = template(cryptoki, [
    [CKA.token, true],
    [CKA.private, true],
    [CKA.sensitive, true],
    [CKA.extractable, false],
    [CKA.sign, true],
    ...named(wanted),
  ]);
  const by = mechanism(kind === "P-256" ? CKM.ecKeyPair : CKM.rsaKeyPair);
  const [first, second] = [Buffer.alloc(8), Buffer.alloc(8)];
  const status = await cryptoki.call(
    "C_GenerateKeyPair",
    session,
    by,
    publicHalf.array,
    publicHalf.count,
    privateHalf.array,
    privateHalf.count,
    first,
    second,
  );
  requireOk(status, "C_GenerateKeyPair");
}
