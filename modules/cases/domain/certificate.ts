import { applicantOf, type CertificateDefinition, type Collected, statementsOf, valueAt } from "@troad/flow";
import { monthsLater } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { type Certificate, parseCertificate, signSealJws, verifySealJws } from "@troad/trust";
import type { CertificateView } from "../api.ts";
import type { Case } from "./actions.ts";
import type { LoadedService } from "./services.ts";
import { collectedOf, partiesOf } from "./values.ts";

/** Media type of a certificate's token. */
export const certificateType = "troad-certificate+jwt";

type Claims = {
  iss: string;
  jti: string;
  iat: number;
  /** Absent where the certificate has no end. */
  exp?: number;
  service: string;
  agency: string;
  certificate?: string;
  holder: string;
  statements: Record<string, string | number>;
};

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
};

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

/** The certificate as a token sealed by the agency that decided. */
export function signCertificate({ service, state, certificate, code, now, seal }: Request): Promise<string> {
  const definition = service.definition.certificates[certificate];
  if (!definition) throw new TypeError(`service ${service.id} has no certificate ${certificate}`);
  const collected = collectedOf(service, state);
  const statements = statementsOf(definition, collected);
  const end = endOf(definition, collected, now);
  const claims: Claims = {
    iss: service.consumer,
    jti: code,
    iat: Math.floor(now.getTime() / 1000),
    ...(end === undefined ? {} : { exp: Math.floor(end.getTime() / 1000) }),
    service: service.id,
    agency: service.definition.agency,
    // certificates of before are those of services that had one
    ...(certificate === "certificate" ? {} : { certificate }),
    holder: maskName(holderOf(service, state, certificate)),
    statements: Object.fromEntries(statements.map(({ id, value }) => [id, value])),
  };
  return signSealJws(claims, { typ: certificateType, ...seal });
}

const part = (token: string, index: number): unknown =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString("utf8"));

/** Who signed a stored token, as it says of itself. */
export function signerOf(token: string): { certificate: Certificate | undefined; issuer: string; code: string } {
  const { x5c } = part(token, 0) as { x5c?: string[] };
  return {
    certificate: x5c?.[0] ? parseCertificate(Buffer.from(x5c[0], "base64")) : undefined,
    issuer: (part(token, 1) as Claims).iss,
    code: (part(token, 1) as Claims).jti,
  };
}

/** What a stranger may see of a certificate, and what was checked. */
export async function viewCertificate(
  token: string,
  options: {
    roots: Certificate[];
    intermediates: Certificate[];
    member: string;
    now: Date;
    signerStatus: "good" | "revoked" | "unknown";
    revoked?: boolean;
  },
): Promise<CertificateView> {
  const claims = part(token, 1) as Claims;
  const issued = new Date(claims.iat * 1000);
  const verified = await verifySealJws(token, {
    ...{ typ: certificateType, at: issued, member: options.member },
    ...{ roots: options.roots, intermediates: options.intermediates },
  });
  const checks = [
    { step: "signature", ...(verified.ok ? { ok: true } : { ok: false, code: verified.code }) },
    {
      step: "issuer",
      ok: verified.ok && options.signerStatus === "good",
      ...(options.signerStatus === "good" ? {} : { code: `certificate.${options.signerStatus}` }),
    },
    ...(options.revoked === undefined ? [] : [{ step: "revocation", ok: !options.revoked }]),
    { step: "validity", ok: (claims.exp ?? Number.POSITIVE_INFINITY) * 1000 > options.now.getTime() },
  ];
  return {
    code: claims.jti,
    service: claims.service,
    named: claims.service,
    agency: claims.agency,
    holder: claims.holder,
    issuedAt: issued.toISOString(),
    certificate: claims.certificate ?? "certificate",
    validUntil: claims.exp === undefined ? null : new Date(claims.exp * 1000).toISOString(),
    statements: claims.statements,
    checks,
    valid: checks.every((check) => check.ok),
  };
}

/** The same without what its service keeps for the holder: anyone who scans it sees the fewest fields. */
export function openCertificate(view: CertificateView, service: LoadedService): CertificateView {
  const stated = service.definition.certificates[view.certificate]?.statements ?? [];
  const kept = new Set(stated.filter(({ holderOnly }) => holderOnly).map(({ id }) => id));
  return { ...view, statements: Object.fromEntries(Object.entries(view.statements).filter(([id]) => !kept.has(id))) };
}
