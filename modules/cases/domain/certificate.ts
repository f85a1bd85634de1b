import { statementsOf } from "@troad/forms";
import { monthsLater } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { type Certificate, parseCertificate, signSealJws, verifySealJws } from "@troad/trust";
import type { CertificateView, Decision } from "../api.ts";
import type { Case } from "./actions.ts";
import type { LoadedService } from "./services.ts";

/** Media type of a certificate's token. */
export const certificateType = "troad-certificate+jwt";

type Claims = {
  iss: string;
  jti: string;
  iat: number;
  exp: number;
  service: string;
  agency: string;
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
  decision: Decision;
  code: string;
  issuer: string;
  now: Date;
  seal: MemberKey;
};

/** The certificate as a token sealed by the agency that decided. */
export function signCertificate({ service, state, decision, code, issuer, now, seal }: Request): Promise<string> {
  const sources = Object.fromEntries([...state.sources].map(([id, source]) => [id, source.record ?? {}]));
  const statements = statementsOf(service, { answers: state.answers as Record<string, string>, sources, law: decision.values });
  const until = monthsLater(now, service.definition.certificate.validMonths);
  const claims: Claims = {
    iss: issuer,
    jti: code,
    iat: Math.floor(now.getTime() / 1000),
    exp: Math.floor(until.getTime() / 1000),
    service: service.id,
    agency: service.definition.agency,
    holder: maskName(state.opened.name),
    statements: Object.fromEntries(statements.map(({ id, value }) => [id, value])),
  };
  return signSealJws(claims, { typ: certificateType, ...seal });
}

const part = (token: string, index: number): unknown =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString("utf8"));

/** Who signed a stored token, as it says of itself. */
export function signerOf(token: string): { certificate: Certificate | undefined; issuer: string } {
  const { x5c } = part(token, 0) as { x5c?: string[] };
  return {
    certificate: x5c?.[0] ? parseCertificate(Buffer.from(x5c[0], "base64")) : undefined,
    issuer: (part(token, 1) as Claims).iss,
  };
}

/** What a stranger may see of a certificate, and what was checked. */
export async function viewCertificate(
  token: string,
  options: { roots: Certificate[]; member: string; now: Date; signerStatus: "good" | "revoked" | "unknown" },
): Promise<CertificateView> {
  const claims = part(token, 1) as Claims;
  const issued = new Date(claims.iat * 1000);
  const verified = await verifySealJws(token, { typ: certificateType, roots: options.roots, at: issued, member: options.member });
  const checks = [
    { step: "signature", ...(verified.ok ? { ok: true } : { ok: false, code: verified.code }) },
    {
      step: "issuer",
      ok: verified.ok && options.signerStatus === "good",
      ...(options.signerStatus === "good" ? {} : { code: `certificate.${options.signerStatus}` }),
    },
    { step: "validity", ok: claims.exp * 1000 > options.now.getTime() },
  ];
  return {
    code: claims.jti,
    service: claims.service,
    agency: claims.agency,
    holder: claims.holder,
    issuedAt: issued.toISOString(),
    validUntil: new Date(claims.exp * 1000).toISOString(),
    statements: claims.statements,
    checks,
    valid: checks.every((check) => check.ok),
  };
}

/** The same without what its service keeps for the holder: anyone who scans it sees the fewest fields. */
export function openCertificate(view: CertificateView, services: { all: readonly LoadedService[] }): CertificateView {
  const stated = services.all.find(({ id }) => id === view.service)?.definition.certificate.statements ?? [];
  const kept = new Set(stated.filter(({ holderOnly }) => holderOnly).map(({ id }) => id));
  return { ...view, statements: Object.fromEntries(Object.entries(view.statements).filter(([id]) => !kept.has(id))) };
}
