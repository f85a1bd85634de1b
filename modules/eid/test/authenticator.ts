import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { CompactSign } from "jose";

/** CBOR (RFC 8949) of what an authenticator sends: texts, bytes, small integers, lists, maps. */
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
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}

const sha256 = (bytes: Buffer | string): Buffer => createHash("sha256").update(bytes).digest();
const flags = { present: 1, verified: 4, attested: 64 };

const statementOf = (format: string, statement: Map<string, unknown>, authData: Buffer): Buffer =>
  cbor(
    new Map<string, unknown>([
      ["fmt", format],
      ["attStmt", statement],
      ["authData", authData],
    ]),
  );

/** Extensions of a batch certificate (WebAuthn Level 3 section 8.2.1). */
const batch = "basicConstraints=critical,CA:FALSE";

/** A maker of devices: a root, and a batch key that the root certified, which says of a device that it is of one model. */
export class Maker {
  readonly model: string;
  readonly #folder: string;
  constructor(folder: string, model: string) {
    this.model = model;
    this.#folder = fs.mkdtempSync(path.join(folder, "maker-"));
    this.#certify("root", "/CN=Maker root");
    this.#certify("batch", "/C=TW/O=Maker/OU=Authenticator Attestation/CN=Batch 1", batch);
    this.#certify("list", "/CN=Metadata list");
  }

  #certify(name: string, subject: string, extension?: string): void {
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: this.#folder, stdio: "ignore" });
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", `${name}.key`];
    const by = name === "root" ? [] : ["-CA", "root.pem", "-CAkey", "root.key"];
    const own = extension === undefined ? [] : ["-addext", extension];
    openssl("req", "-x509", ...key, ...by, "-out", `${name}.pem`, "-subj", subject, "-days", "30", ...own);
  }
  file(name: string): string {
    return path.join(this.#folder, name);
  }
  #key = (name: string): KeyObject => createPrivateKey(fs.readFileSync(this.file(`${name}.key`)));
  #der = (name: string): string => fs.readFileSync(this.file(`${name}.pem`), "utf8").replaceAll(/-----[^-]+-----|\s/g, "");

  /** A packed statement (WebAuthn Level 3 section 8.2) about a device of this model, whatever model it says that it is. */
  attest = (given: Buffer, clientData: Buffer): Buffer => {
    const authData = Buffer.from(given);
    Buffer.from(this.model.replaceAll("-", ""), "hex").copy(authData, 37);
    const sig = sign("sha256", Buffer.concat([authData, sha256(clientData)]), this.#key("batch"));
    const statement = new Map<string, unknown>([
      ["alg", -7],
      ["sig", sig],
      ["x5c", [Buffer.from(this.#der("batch"), "base64")]],
    ]);
    return statementOf("packed", statement, authData);
  };

  /** What a metadata service says of the model, with the root of its statements. */
  entry(status: string): object {
    const metadataStatement = {
      ...{ aaguid: this.model, description: "A device of the test", protocolFamily: "fido2", schema: 3 },
      attestationTypes: ["basic_full"],
      authenticationAlgorithms: ["secp256r1_ecdsa_sha256_raw", "ed25519_eddsa_sha512_raw"],
      attestationRootCertificates: [this.#der("root")],
    };
    return { aaguid: this.model, metadataStatement, statusReports: [{ status }], timeOfLastStatusChange: "2026-01-01" };
  }

  /** A list of models (FIDO MDS3), signed below this maker's root. */
  async list(entries: object[]): Promise<string> {
    const payload = { legalHeader: "test", no: 1, nextUpdate: "2099-01-01", entries };
    const text = new TextEncoder().encode(JSON.stringify(payload));
    const x5c = [this.#der("list")];
    return new CompactSign(text).setProtectedHeader({ alg: "ES256", x5c }).sign(this.#key("list"));
  }
}

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

  /** `attest`: the maker's statement about this device; none otherwise. */
  create(challenge: string, attest?: Maker["attest"]) {
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
    const clientDataJSON = this.#data("webauthn.create", challenge);
    const attestationObject = attest ? attest(authData, clientDataJSON) : statementOf("none", new Map(), authData);
    return this.#answer({ clientDataJSON, attestationObject });
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
