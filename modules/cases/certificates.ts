import type { ModuleContext } from "@troad/kernel";
import type { PkiApi } from "@troad/pki/api";
import { parseCertificate } from "@troad/trust";
import type { CasesApi, CertificateView } from "./api.ts";
import { openCertificate, signerOf, viewCertificate } from "./domain/certificate.ts";
import type { Access } from "./engine/access.ts";
import { type CaseStore, readCase } from "./engine/store.ts";
import { certificatesOf, certificatesOfCase, findCase, findCertificate, revokedAt } from "./store/cases.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; store: CaseStore; pki: PkiApi; access: Access; pageLimit: number };

/** Certificates as everybody, and as their holders see them; each is checked as of now. */
export function caseCertificates({
  ctx,
  store,
  pki,
  access,
  pageLimit,
}: Parts): Pick<CasesApi, "certificate" | "ownCertificate" | "certificatesOf"> {
  const viewOf = async (token: string): Promise<CertificateView> => {
    const root = parseCertificate((await pki.trustAnchors()).root);
    const { certificate, issuer, code } = signerOf(token);
    const signerStatus = certificate ? (await pki.statusOf(certificate.serialHex)).status : "unknown";
    return viewCertificate(token, {
      roots: [root],
      // INSTANCE/CLASS/MEMBER, of the subsystem that issued it
      member: issuer.split("/").slice(0, 3).join("/"),
      now: ctx.clock.now(),
      ...{ signerStatus, revoked: (await revokedAt(ctx.db, code)) !== null },
    });
  };
  return {
    certificate: async (code) => {
      const row = await findCertificate(ctx.db, code);
      if (!row) return null;
      const { service, definition } = (await findCase(ctx.db, row.case_id))!;
      const pinned = await store.definitions.of(ctx.db, service, definition);
      return { ...openCertificate(await viewOf(row.token), pinned), named: pinned.hash };
    },
    ownCertificate: async ({ id, subject, code }) => {
      const row = await access.open({ id, subject });
      // a certificate outlasts what its case knew
      const service = row.erased_at
        ? await store.definitions.of(ctx.db, row.service, row.definition)
        : (await readCase(store, id)).service;
      const all = await certificatesOfCase(ctx.db, row.id);
      const issued = code === undefined ? all.at(-1) : all.find((one) => one.code === code);
      return issued ? { ...(await viewOf(issued.token)), named: service.hash, caseId: id, token: issued.token } : null;
    },
    certificatesOf: async (subject, { before, limit }) => {
      const rows = await certificatesOf(ctx.db, subject, before ?? null, Math.min(limit, pageLimit));
      return Promise.all(
        rows.map(async ({ token, case_id: caseId, service, definition }) => {
          const pinned = await store.definitions.of(ctx.db, service, definition);
          return { ...(await viewOf(token)), named: pinned.hash, caseId };
        }),
      );
    },
  };
}
