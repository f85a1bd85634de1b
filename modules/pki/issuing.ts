import { createPublicKey } from "node:crypto";
import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import { type Certificate, issueCertificate, parseCsr } from "@troad/trust";
import type { Anchor, Issued, PkiApi } from "./api.ts";
import type { Authority, Generation } from "./authority/open.ts";
import type { Urls } from "./authority/urls.ts";
import { fail } from "./domain/errors.ts";
import type { Statuses } from "./status/statuses.ts";
import { findAdmitted, insertAdmitted } from "./store/admitted.ts";
import { insertCardRequest, serialsOfRequest } from "./store/card-requests.ts";
import { insertCertificate, insertStatus, statusOf } from "./store/certificates.ts";

type Issue = Omit<Parameters<typeof issueCertificate>[0], "issuer" | "urls" | "notBefore">;

type Parts = {
  ctx: ModuleContext;
  authority: Authority;
  urls: Urls;
  statuses: Statuses;
  memberSeconds: number;
  holdSeconds: number;
};

type IssuingApi = Omit<PkiApi, "applications" | "application" | "decideApplication">;

/** Issues and revokes certificates and answers status requests; every certificate is recorded before it is handed out. */
export function pkiApiOf({ ctx, authority, urls, statuses, memberSeconds, holdSeconds }: Parts): IssuingApi {
  /** `more` is written with the certificate, or the certificate is not issued. */
  async function issue(request: Issue, actor: string, more?: (tx: Tx, serial: string) => Promise<void>): Promise<Issued> {
    const generation = authority.current();
    const certificate = await issueCertificate({
      ...request,
      issuer: generation.issuing,
      notBefore: new Date(ctx.clock.now().getTime() - 60_000),
      urls: urls.of(generation.number),
    });
    await ctx.db.tx(async (tx) => {
      await insertCertificate(tx, {
        serial: certificate.serialHex,
        profile: request.profile,
        issuer: generation.number,
        pem: certificate.pem,
        notAfter: certificate.notAfter.toISOString(),
        at: instant(ctx.clock),
      });
      await more?.(tx, certificate.serialHex);
      await tx.audit({ actor, action: "pki.issue", target: certificate.serialHex, detail: { profile: request.profile } });
    });
    return issuedOf(certificate, generation);
  }
  const issuedOf = (certificate: Certificate, generation: Generation): Issued => ({
    certificate: certificate.pem,
    chain: [certificate, generation.issuing.certificate, ...authority.above(generation)].map(({ pem }) => pem),
    serial: certificate.serialHex,
    notAfter: certificate.notAfter.toISOString(),
  });

  return {
    trustAnchors: async () => {
      await authority.reload();
      return {
        roots: authority.roots().map(anchorOf),
        intermediates: authority.intermediates().map(anchorOf),
        tsas: authority.tsas().map(anchorOf),
        urls: { ocsp: urls.ocsp, crl: urls.of(authority.current().number).crl, tsa: urls.tsa },
        holdSeconds,
      };
    },
    enrolMember: async ({ csr, profile, instance, member, organization, hosts = ["localhost"], key = "file" }) => {
      const request = parseCsr(csr);
      if (!request.ok) throw fail("pki.csr-refused", { reason: request.code });
      const id = `${instance}/${member}`;
      return issue(
        {
          profile,
          subject: { C: "TW", O: organization, CN: profile === "seal" ? organization : `${id} gateway`, serialNumber: id },
          publicKey: request.value.publicKey,
          key,
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
    issueCard: ({ publicKey, profile, holder, notAfter, key = "file" }) =>
      issue(
        {
          profile,
          subject: { C: "TW", CN: holder.name, serialNumber: holder.subscriberNo },
          tailOfCitizenId: holder.nationalIdTail,
          key,
          publicKey: createPublicKey(publicKey),
          notAfter: new Date(notAfter),
        },
        "eid",
      ),
    certifyCard: async ({ request, csr, profile, holder, notAfter }) => {
      const asked = parseCsr(csr);
      if (!asked.ok) throw fail("pki.csr-refused", { reason: asked.code });
      const subject = { C: "TW", CN: holder.name, serialNumber: holder.subscriberNo };
      const { publicKey } = asked.value;
      return issue(
        { profile, subject, tailOfCitizenId: holder.nationalIdTail, key: "chip", publicKey, notAfter: new Date(notAfter) },
        "cards",
        async (tx, serial) => {
          if (!(await insertCardRequest(tx, request, profile, serial))) throw fail("pki.card-request-used");
          await insertStatus(tx, serial, "certificateHold", instant(ctx.clock));
        },
      );
    },
    endCardRequest: async (request) => {
      for (const serial of await serialsOfRequest(ctx.db, request)) {
        const { reason } = await statusOf(ctx.db, serial);
        if (reason === undefined || reason === "certificateHold") await revoke(serial, "cessationOfOperation");
      }
    },
    statusOf: (serial) => statusOf(ctx.db, serial),
    revoke,
  };

  async function revoke(serial: string, reason: Parameters<PkiApi["revoke"]>[1]): Promise<void> {
    await ctx.db.tx(async (tx) => {
      const now = await statusOf(tx, serial, true);
      if (now.status === "unknown") throw fail("pki.certificate-unknown", { serial });
      if (now.status === "revoked" && now.reason !== "certificateHold") throw fail("pki.revoked-for-good", { serial });
      await insertStatus(tx, serial, reason, instant(ctx.clock));
      await tx.audit({ actor: "eid", action: "pki.status", target: serial, detail: { reason } });
    });
    statuses.forget(serial);
  }
}

const anchorOf = ({ pem, notBefore, notAfter }: Certificate): Anchor => ({
  certificate: pem,
  notBefore: notBefore.toISOString(),
  notAfter: notAfter.toISOString(),
});

const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);
