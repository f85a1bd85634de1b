import { oneOf } from "@troad/kernel";
import Type, { type Static, type TSchema } from "typebox";
import { Compile } from "typebox/compile";

const closed = { additionalProperties: false } as const;
const text = Type.String({ maxLength: 200 });
const instant = Type.String({ maxLength: 40 });
const free = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown());

/** What is taken of OSIA's RequestData, Credential Management 1.3; its other properties are optional and mean nothing for a card. */
const requestData = Type.Object(
  {
    priority: Type.Integer({ minimum: 0, maximum: 9 }),
    credentialProfileId: text,
    requestType: oneOf("FIRST_ISSUANCE", "RENEWAL", "REPLACEMENT", "OTHER"),
    requestTypeOther: Type.Optional(text),
    credentialProfileVersion: Type.Optional(text),
    credentialProfileSubtype: Type.Optional(text),
    issuingAuthority: Type.Optional(text),
    deliveryOffice: Type.Optional(text),
    parentCredentialId: Type.Optional(text),
    others: Type.Optional(free),
  },
  closed,
);
const biometric = Type.Object(
  {
    biometricType: Type.Literal("FACE"),
    biometricSubType: Type.Optional(Type.Literal("PORTRAIT")),
    image: Type.String({ maxLength: 8_000_000 }),
    mimeType: Type.Literal("image/jpeg"),
    captureDate: Type.Optional(instant),
  },
  closed,
);

export const credentialRequest = Type.Object(
  {
    requestData,
    personId: Type.String({ pattern: "^[A-Z][1289]\\d{8}$" }),
    biographicData: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown()),
    biometricData: Type.Optional(Type.Array(biometric, { maxItems: 1 })),
    // read only
    credentialRequestId: Type.Optional(text),
    status: Type.Optional(text),
    credentialIds: Type.Optional(Type.Array(text, { maxItems: 50 })),
  },
  closed,
);
export type CredentialRequest = Static<typeof credentialRequest>;

const readOnly = [
  ...["credentialId", "status", "statusOther", "credentialNumber", "personId", "credentialProfileId"],
  ...["credentialProfileVersion", "credentialProfileSubtype", "issuedDate", "serialNumber"],
];
export const credentialChange = Type.Object(
  {
    ...Object.fromEntries(readOnly.map((name) => [name, Type.Optional(text)])),
    numberOfPages: Type.Optional(Type.Integer()),
    expiryDate: Type.Optional(instant),
    issuingAuthority: Type.Optional(text),
    issuingPlace: Type.Optional(text),
    others: Type.Optional(free),
  },
  closed,
);

export const reasonBody = Type.Object({ reason: Type.Optional(text) });
export const statusBody = Type.Object(
  { status: text, reason: Type.Optional(text), requester: Type.Optional(text), comment: Type.Optional(text) },
  closed,
);
export const expressions = Type.Array(
  Type.Object(
    {
      attributeName: text,
      operator: oneOf("<", ">", "=", ">=", "<=", "!="),
      value: Type.Union([text, Type.Number(), Type.Boolean()]),
    },
    closed,
  ),
  { maxItems: 20 },
);
export type Expression = Static<typeof expressions>[number];

const compiled = new Map<
  TSchema,
  { Check(value: unknown): boolean; Errors(value: unknown): Iterable<{ instancePath: string; message: string }> }
>();

/** The body as the schema has it, or what is wrong with it. */
export function parsed<S extends TSchema>(
  schema: S,
  value: unknown,
): { ok: true; value: Static<S> } | { ok: false; why: string } {
  let check = compiled.get(schema);
  if (!check) {
    check = Compile(schema);
    compiled.set(schema, check);
  }
  if (check.Check(value)) return { ok: true, value: value as Static<S> };
  const [first] = [...check.Errors(value)];
  return { ok: false, why: first ? `${first.instancePath || "/"} ${first.message}` : "does not fit" };
}
