import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** CBOR (RFC 8949) of what an authenticator sends: texts, bytes, small integers, maps. */
function cbor(value: unknown): Buffer {
  const head = (major: number, length: number): Buffer =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 256
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}

const sha256 = (bytes: Buffer | string): Buffer => createHash("sha256").update(bytes).digest();
const flags = { present: 1, verified: 4, attested: 64 };

/** An authenticator in software (WebAuthn Level 3 section 6): what it is asked, it signs; tests may make it lie. */
export class SoftAuthenticator {
  readonly id = sha256(String(Math.random()));
  readonly origin: string;
  readonly #key: KeyObject;
  readonly #public: KeyObject;
  constructor(origin: string) {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.origin = origin;
    this.#key = pair.privateKey;
    this.#public = pair.publicKey;
  }

  #data(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  #authData(bits: number, more = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    return Buffer.concat([sha256(new URL(this.origin).hostname), Buffer.from([bits]), counter, more]);
  }

  create(challenge: string) {
    const { x, y } = this.#public.export({ format: "jwk" });
    const key = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, "base64url")],
        [-3, Buffer.from(y!, "base64url")],
      ]),
    );
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key]);
    const authData = this.#authData(flags.present | flags.verified | flags.attested, credential);
    const attestation = cbor(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    return this.#answer({ clientDataJSON: this.#data("webauthn.create", challenge), attestationObject: attestation });
  }

  get(challenge: string, { verified = true }: { verified?: boolean } = {}) {
    const clientDataJSON = this.#data("webauthn.get", challenge);
    const authenticatorData = this.#authData(flags.present | (verified ? flags.verified : 0));
    const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientDataJSON)]), this.#key);
    return this.#answer({ clientDataJSON, authenticatorData, signature });
  }

  #answer(parts: Record<string, Buffer>) {
    const id = this.id.toString("base64url");
    const response = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString("base64url")]));
    return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
  }
}
