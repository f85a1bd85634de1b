import { hash } from "node:crypto";
import type { SubjectKey } from "@troad/credential";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** Media types of the citizen's agreement and of the list that says which were withdrawn. */
export const consentType = "troad-consent+jwt";
export const statusListType = "statuslist+jwt";

const claimsSchema = Type.Object({
  iss: Type.String(),
  jti: Type.String({ minLength: 1, maxLength: 100 }),
  sub: Type.String(),
  aud: Type.String(),
  iat: Type.Integer(),
  nbf: Type.Integer(),
  exp: Type.Integer(),
  purpose: Type.String({ maxLength: 2000 }),
  requests: Type.Array(
    Type.Object({
      provider: Type.String(),
      fields: Type.Array(Type.String(), { maxItems: 60 }),
      agreement: Type.String(),
      /** The person as the issuer and this provider name them, and the provider's key that it takes. */
      subject: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    { maxItems: 50 },
  ),
  /** The issuer's key for naming people to providers. */
  subject_key: Type.Optional(Type.String({ maxLength: 60 })),
  status: Type.Object({ status_list: Type.Object({ idx: Type.Integer({ minimum: 0 }), uri: Type.String({ maxLength: 2000 }) }) }),
});
const claimsCheck = Compile(claimsSchema);

export type ConsentClaims = Static<typeof claimsSchema>;

/** The request that a consent has to cover. */
export type Asked = {
  /** The verified subsystem that makes the request. */
  consumer: string;
  /** The requested service. */
  provider: string;
  nationalId: string;
  fields: string[];
  at: Date;
};

/** Verifies signature, chain and signer of a sealed JWS. */
export type VerifySeal = (
  jws: string,
  typ: string,
) => Promise<{ ok: true; value: Record<string, unknown> } | { ok: false; code: string; detail?: string }>;

export type ConsentRefusal =
  | "consent.missing"
  | "consent.malformed"
  | "consent.signature"
  | "consent.expired"
  | "consent.not-yet-valid"
  | "consent.other-consumer"
  | "consent.other-subject"
  | "consent.other-data";

export type ConsentCheck = { ok: true; claims: ConsentClaims } | { ok: false; code: ConsentRefusal; detail?: string };

/**
 * The person as consents named them before providers had keys, and still do to a provider that has told none: who tries all national ids can
 * recognise it.
 */
export const consentSubject = (nationalId: string): string => hash("sha256", `troad-subject:${nationalId}`);

/**
 * Checks everything that the token itself says; withdrawal and use are checked afterwards. Nothing in it counts before its seal is
 * verified.
 */
export async function checkConsent(
  token: string | undefined,
  asked: Asked,
  trust: { issuer: string; verify: VerifySeal; subjects?: Pick<SubjectKey, "subjectOf"> | undefined },
): Promise<ConsentCheck> {
  if (!token) return refused("consent.missing");
  const sealed = await trust.verify(token, consentType);
  if (!sealed.ok) return refused(sealed.code === "jws.malformed" ? "consent.malformed" : "consent.signature", sealed.code);
  const claims = sealed.value;
  if (!claimsCheck.Check(claims)) return refused("consent.malformed", [...claimsCheck.Errors(claims)][0]?.instancePath);
  // The platform's member seals other things too: only its consent service may issue consents.
  if (claims.iss !== trust.issuer) return refused("consent.signature", claims.iss);
  const now = asked.at.getTime() / 1000;
  if (now >= claims.exp) return refused("consent.expired");
  if (now < claims.nbf) return refused("consent.not-yet-valid");
  if (claims.aud !== asked.consumer) return refused("consent.other-consumer", claims.aud);
  const requests = claims.requests.filter(({ provider }) => provider === asked.provider);
  const pairwise = trust.subjects?.subjectOf(claims.subject_key ?? "", asked.nationalId);
  const isOfPerson = ({ subject }: { subject?: string }): boolean =>
    subject === undefined ? claims.sub === consentSubject(asked.nationalId) : subject === pairwise;
  const own = requests.filter(isOfPerson);
  // which person is meant is said before what about them
  const nobody = requests.length === 0 ? claims.subject_key === undefined && !isOfPerson({}) : own.length === 0;
  if (nobody) return refused("consent.other-subject");
  const agreed = new Set(own.flatMap(({ fields }) => fields));
  const beyond = asked.fields.find((field) => !agreed.has(field));
  if (beyond !== undefined) return refused("consent.other-data", beyond);
  return { ok: true, claims };
}

const refused = (code: ConsentRefusal, detail?: string): ConsentCheck =>
  detail === undefined ? { ok: false, code } : { ok: false, code, detail };
