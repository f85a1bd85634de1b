import { createHash } from "node:crypto";
import { agencyIdPattern, codePattern, memberPattern, pathPattern } from "@troad/directory";
import { uuidSchema } from "@troad/kernel";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** Media type of a request by which a member changes its registry data. */
export const managementType = "troad-management+jws";
/** A signed request is valid for five minutes; its id is accepted once. */
export const requestLifeMs = 5 * 60_000;

const code = Type.String({ pattern: codePattern });
const member = Type.String({ pattern: memberPattern });
const pem = Type.String({ maxLength: 20_000 });
/** Addresses are origins: no path, no user, nothing that a reader could take for another host. */
const address = Type.String({ pattern: "^https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?$" });
const consumerUrl = Type.String({ pattern: "^https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?$" });

const common = {
  id: uuidSchema(),
  at: Type.String({ maxLength: 30 }),
  instance: code,
  member,
  /** Code of the security server; together with its owner it names a gateway. */
  server: code,
};
const closed = { additionalProperties: false };

const requestSchema = Type.Union([
  Type.Object(
    {
      ...common,
      type: Type.Literal("gateway-registration"),
      agency: Type.String({ pattern: agencyIdPattern }),
      address,
      consumerUrl,
      tlsCertificate: pem,
      sealCertificate: pem,
      encryptionCertificate: Type.Union([pem, Type.Null()]),
      /** Services of this gateway, as SUBSYSTEM/service, that require encrypted bodies. */
      encryptedServices: Type.Optional(Type.Array(Type.String({ pattern: pathPattern(2) }), { maxItems: 200 })),
      /** An X-Road security server, which does not speak our protocol. */
      profile: Type.Optional(Type.Literal("xroad")),
    },
    closed,
  ),
  Type.Object({ ...common, type: Type.Literal("address-change"), address, consumerUrl }, closed),
  Type.Object({ ...common, type: Type.Literal("gateway-disabling") }, closed),
  Type.Object({ ...common, type: Type.Literal("gateway-enabling") }, closed),
  Type.Object({ ...common, type: Type.Literal("gateway-deletion") }, closed),
  Type.Object({ ...common, type: Type.Literal("client-registration"), subsystem: code }, closed),
  Type.Object({ ...common, type: Type.Literal("client-deletion"), subsystem: code }, closed),
  /** Withdraws the member's own pending request. */
  Type.Object({ ...common, type: Type.Literal("request-revocation"), request: common.id }, closed),
]);
const requestCheck = Compile(requestSchema);

export type ManagementRequest = Static<typeof requestSchema>;
export type RegistrationRequest = Extract<ManagementRequest, { type: "gateway-registration" }>;
export type RequestState = "submitted" | "approved" | "declined" | "revoked";

/** The request inside a verified seal, or undefined if it is not one. */
export const readRequest = (value: unknown): ManagementRequest | undefined => (requestCheck.Check(value) ? value : undefined);

/** What a gateway's TLS key signs to prove possession by the applicant: this very request, in a form that TLS never signs. */
export const proofBytes = (sealed: string): Buffer =>
  Buffer.from(`troad-proof-of-possession\n${createHash("sha256").update(sealed).digest("hex")}\n`);

/** Whether a decision may follow; a request is decided once, and only its applicant can revoke it while it is open. */
export const mayDecide = (state: RequestState): boolean => state === "submitted";
