import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/**
 * The part of the signed configuration that X-Road has no place for: access rights, addresses with ports, names in several languages,
 * encryption certificates. X-Road's own readers skip unknown parts. JSON, so no entities expand.
 */
export const extensionPart = { identifier: "TROAD-PARAMETERS", fileName: "troad-params.json" } as const;

const text = Type.String({ maxLength: 2000 });
const extensionSchema = Type.Object({
  format: Type.Literal(1),
  instance: text,
  platform: text,
  issuedAt: text,
  names: Type.Record(text, Type.Record(text, text)),
  gateways: Type.Array(
    Type.Object({
      owner: text,
      code: text,
      address: Type.String({ pattern: "^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?$" }),
      encryptionCertificate: Type.Optional(Type.String({ maxLength: 20_000 })),
      encryptedServices: Type.Optional(Type.Array(text, { maxItems: 200 })),
    }),
    { maxItems: 10_000 },
  ),
  rights: Type.Array(
    Type.Object({
      id: text,
      consumer: text,
      provider: text,
      endpoints: Type.Array(Type.Object({ method: text, path: text }), { maxItems: 100 }),
      fields: Type.Array(text, { maxItems: 200 }),
      purpose: text,
      legalBasis: text,
      consentRequired: Type.Boolean(),
      validUntil: Type.Union([text, Type.Null()]),
      volume: Type.Optional(Type.Integer({ minimum: 1 })),
      noticeAfterDays: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    { maxItems: 100_000 },
  ),
});
const extensionCheck = Compile(extensionSchema);

export type Extension = Static<typeof extensionSchema>;

export const writeExtension = (extension: Extension): Buffer => Buffer.from(JSON.stringify(extension), "utf8");

/** Reads the part, whose digest has been checked; undefined if it is malformed. */
export function readExtension(bytes: Buffer): Extension | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return extensionCheck.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
