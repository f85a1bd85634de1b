import {
  type CredentialClaims,
  certificatesIn,
  type Read,
  readCredential,
  type StatusPlace,
  signCompactForm,
  verifyCredential,
  wholeType,
} from "@troad/credential";
import { applicantOf, type CertificateDefinition, type Collected, statementsOf, valueAt } from "@troad/flow";
import { monthsLater } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { type Certificate, signSealJws } from "@troad/trust";
import type { CertificateView } from "../api.ts";
import type { Case } from "./actions.ts";
import type { LoadedService } from "./services.ts";
import { collectedOf, partiesOf } from "./values.ts";

/** First and last character stay: enough for the holder to be recognised, too little to learn a name from a code. */
export function maskName(name: string): string {
  const characters = [...name];
  if (characters.length <= 1) return name;
  if (characters.length === 2) return `${characters[0]}○`;
  return `${characters[0]}${"○".repeat(characters.length - 2)}${characters.at(-1)}`;
}

type Request = {
  service: LoadedService;
  state: Case;
  /** The certificate of the service, by its id. */
  certificate: string;
  code: string;
  now: Date;
  seal: MemberKey;
  /** Its place in a status list. */
  status?: StatusPlace;
};

/** So many days before its end a holder is told, and may ask for the next one. */
export const remindDaysOf = ({ renewDays = 30 }: CertificateDefinition): number => renewDays;
const dayMs = 86_400_000;

/** When a certificate ends; undefined where it has no end. A day ends in Taiwan. */
function endOf({ validMonths, until }: CertificateDefinition, collected: Collected, now: Date): Date | undefined {
  if (until === undefined) return validMonths === undefined ? undefined : monthsLater(now, validMonths);
  const end = new Date(`${String(valueAt(until, collected))}T23:59:59+08:00`);
  if (Number.isNaN(end.getTime())) throw new TypeError(`a certificate has no day at ${until}`);
  return end;
}

/** Whose certificate it is, by name. */
export function holderOf(service: LoadedService, state: Case, certificate: string): string {
  const holder = service.definition.certificates[certificate]?.holder ?? applicantOf(service.flow);
  return partiesOf(service, state).find(({ party }) => party === holder)?.name ?? state.opened.name;
}

/** What a certificate says; `open` are the statements that everybody may see. */
function claimsOf({ service, state, certificate, code, now, status }: Request): { claims: CredentialClaims; open: Set<string> } {
  const definition = service.definition.certificates[certificate];
  if (!definition) throw new TypeError(`service ${service.id} has no certificate ${certificate}`);
  const collected = collectedOf(service, state);
  const end = endOf(definition, collected, now);
  const claims: CredentialClaims = {
    iss: service.consumer,
    jti: code,
    iat: Math.floor(now.getTime() / 1000),
    ...(end === undefined ? {} : { exp: Math.floor(end.getTime() / 1000) }),
    service: service.id,
    agency: service.definition.agency,
    // certificates of before are those of services that had one
    ...(certificate === "certificate" ? {} : { certificate }),
    holder: maskName(holderOf(service, state, certificate)),
    statements: Object.fromEntries(statementsOf(definition, collected).map(({ id, value }) => [id, value])),
    ...(status === undefined ? {} : { status: { status_list: status } }),
  };
  return { claims, open: new Set(definition.statements.flatMap(({ id, holderOnly }) => (holderOnly ? [] : [id]))) };
}

/** The certificate in both forms, sealed by the agency that decided: the whole, and the compact one without what only the holder shows. */
export async function signCertificate(request: Request): Promise<{
  token: string;
  compact: string | null;
  expiresAt: Date | null;
  /** From when on its holder is reminded of the end. */
  remindAt: Date | null;
}> {
  const { claims, open } = claimsOf(request);
  const statements = Object.fromEntries(Object.entries(claims.statements).filter(([id]) => open.has(id)));
  const expiresAt = claims.exp === undefined ? null : new Date(claims.exp * 1000);
  return {
    token: await signSealJws(claims, { typ: wholeType, ...request.seal }),
    compact: (await signCompactForm({ ...claims, statements }, request.seal)) ?? null,
    expiresAt,
    remindAt:
      expiresAt &&
      new Date(expiresAt.getTime() - remindDaysOf(request.service.definition.certificates[request.certificate]!) * dayMs),
  };
}

/** Who signed a stored token, as it says of itself. */
export function signerOf(token: string): { certificate: Certificate | undefined; issuer: string; code: string } {
  const [certificate] = certificatesIn(token);
  const claims = readCredential(token)?.claims;
  return { certificate, issuer: claims?.iss ?? "", code: claims?.jti ?? "" };
}

export type Checking = {
  roots: Certificate[];
  intermediates: Certificate[];
  /** Certificates of seals, for a compact form. */
  signers?: readonly Certificate[];
  now: Date;
  /** Of the certificate of the seal, as the authority says. */
  signerStatus: "good" | "revoked" | "unknown";
  /** As in a status list; undefined where nobody knows the certificate. */
  status?: number | undefined;
};

/** What a stranger may see of a certificate in either form, and what was checked. Throws where it is none. */
export async function viewCertificate(given: string | Read, options: Checking): Promise<CertificateView> {
  const read = typeof given === "string" ? readCredential(given) : given;
  if (!read) throw new TypeError("a stored certificate cannot be read");
  const { claims } = read;
  const { signers = [], signerStatus, status } = options;
  const steps = await verifyCredential(read, { ...options, signers, status: () => status });
  const revocation = statusStep(status);
  const checks = steps.flatMap((one) => {
    if (one.step === "issuer" && one.ok && signerStatus !== "good")
      return [{ ...one, ok: false, code: `certificate.${signerStatus}` }];
    // certificates from before there was a list are looked up by their number
    if (one.step === "validity" && !claims.status && revocation) return [revocation, one];
    return [{ ...one, step: one.step === "status" ? "revocation" : one.step }];
  });
  return {
    code: claims.jti,
    ...{ service: claims.service, named: claims.service, agency: claims.agency, holder: claims.holder },
    issuedAt: new Date(claims.iat * 1000).toISOString(),
    certificate: claims.certificate ?? "certificate",
    validUntil: claims.exp === undefined ? null : new Date(claims.exp * 1000).toISOString(),
    statements: claims.statements,
    left: claims.left ?? 0,
    checks,
    valid: checks.every((check) => check.ok),
  };
}

const statusStep = (status: number | undefined): CertificateView["checks"][number] | undefined =>
  status === undefined
    ? undefined
    : {
        ...{ step: "revocation", ok: status === 0 },
        ...(status === 0 ? {} : { code: status === 2 ? "certificate.suspended" : "certificate.revoked" }),
      };

/** The same without what its service keeps for the holder: anyone who scans it sees the fewest fields. */
export function openCertificate(view: CertificateView, service: LoadedService): CertificateView {
  const stated = service.definition.certificates[view.certificate]?.statements ?? [];
  const kept = new Set(stated.filter(({ holderOnly }) => holderOnly).map(({ id }) => id));
  return { ...view, statements: Object.fromEntries(Object.entries(view.statements).filter(([id]) => !kept.has(id))) };
}
