import { createPublicKey } from "node:crypto";
import { failures, instant, type ModuleContext } from "@troad/kernel";
import { type Certificate, issueCertificate, parseCsr } from "@troad/trust";
import type { Issued, PkiApi } from "./api.ts";
import type { Authority } from "./domain/authority.ts";
import { findAdmitted, insertAdmitted } from "./store/admitted.ts";
import { insertCertificate, insertStatus, statusOf } from "./store/certificates.ts";

const fail = failures({ "pki.csr-refused": 422, "pki.certificate-unknown": 404, "pki.revoked-for-good": 409 });

type Urls = { ocsp: string; crl: string; tsa: string; caIssuers: string };
type Issue = Omit<Parameters<typeof issueCertificate>[0], "issuer" | "urls" | "notBefore">;

/** Issues and revokes certificates and answers status requests; every certificate is recorded before it is handed out. */
export function pkiApiOf(ctx: ModuleContext, authority: Authority, urls: Urls, memberSeconds: number): PkiApi {
  const { issuing, root } = authority;
  async function issue(request: Issue, actor: string): Promise<Issued> {
    const certificate = await issueCertificate({
      ...request,
      issuer: issuing,
      notBefore: new Date(ctx.clock.now().getTime() - 60_000),
      urls: { ocsp: urls.ocsp, crl: urls.crl, caIssuers: urls.caIssuers },
    });
    await ctx.db.tx(async (tx) => {
      await insertCertificate(tx, {
        serial: certificate.serialHex,
        profile: request.profile,
        pem: certificate.pem,
        notAfter: certificate.notAfter.toISOString(),
        at: instant(ctx.clock),
      });
      await tx.audit({ actor, action: "pki.issue", target: certificate.serialHex, detail: { profile: request.profile } });
    });
    return issuedOf(certificate);
  }
  const issuedOf = (certificate: Certificate): Issued => ({
    certificate: certificate.pem,
    chain: [certificate.pem, issuing.certificate.pem],
    serial: certificate.serialHex,
    notAfter: certificate.notAfter.toISOString(),
  });

  return {
    trustAnchors: async () => ({
      root: root.pem,
      issuing: issuing.certificate.pem,
      tsa: authority.tsa.certificate.pem,
      urls: { ocsp: urls.ocsp, crl: urls.crl, tsa: urls.tsa },
    }),
    enrolMember: async ({ csr, profile, instance, member, organization, hosts = ["localhost"] }) => {
      const request = parseCsr(csr);
      if (!request.ok) throw fail("pki.csr-refused", { reason: request.code });
      const id = `${instance}/${member}`;
      return issue(
        {
          profile,
          subject: { C: "TW", O: organization, CN: profile === "seal" ? organization : `${id} gateway`, serialNumber: id },
          publicKey: request.value.publicKey,
          notAfter: new Date(ctx.clock.now().getTime() + memberSeconds * 1000),
          ...(profile === "tls"
            ? {
                san: {
                  dns: hosts.filter((host) => !isAddress(host)),
                  ip: hosts.filter(isAddress),
                  uri: [`urn:troad:member:${id}`],
                },
              }
            : {}),
        },
        id,
      );
    },
    admitMember: async (admission) => {
      const before = await findAdmitted(ctx.db, admission.agency);
      if (before?.member === admission.member && before.present === admission.present) return;
      await ctx.db.tx(async (tx) => {
        await insertAdmitted(tx, instant(ctx.clock), admission);
        await tx.audit({ actor: "road", action: "pki.member-admitted", target: admission.member, detail: admission });
      });
    },
    issueCard: ({ publicKey, profile, holder, notAfter }) =>
      issue(
        {
          profile,
          subject: { C: "TW", CN: holder.name, serialNumber: holder.subscriberNo },
          tailOfCitizenId: holder.nationalIdTail,
          publicKey: createPublicKey(publicKey),
          notAfter: new Date(notAfter),
        },
        "eid",
      ),
    statusOf: (serial) => statusOf(ctx.db, serial),
    revoke: async (serial, reason) => {
      await ctx.db.tx(async (tx) => {
        const now = await statusOf(tx, serial, true);
        if (now.status === "unknown") throw fail("pki.certificate-unknown", { serial });
        if (now.status === "revoked" && now.reason !== "certificateHold") throw fail("pki.revoked-for-good", { serial });
        await insertStatus(tx, serial, reason, instant(ctx.clock));
        await tx.audit({ actor: "eid", action: "pki.status", target: serial, detail: { reason } });
      });
    },
  };
}

const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);
