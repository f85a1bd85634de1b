import type { ModuleContext } from "@troad/kernel";
import type { PkiApi } from "@troad/pki/api";
import type { Trusted } from "@troad/pki/trust";
import type { CasesApi, CertificateView } from "./api.ts";
import type { CertificateFile } from "./certificate-file.ts";
import { holderOf, openCertificate, signerOf, viewCertificate } from "./domain/certificate.ts";
import type { Access } from "./engine/access.ts";
import { type CaseStore, readCase } from "./engine/store.ts";
import { certificatesOf, certificatesOfCase, findCase, findCertificate, revokedAt } from "./store/cases.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  store: CaseStore;
  pki: PkiApi;
  trusted: () => Promise<Trusted>;
  access: Access;
  pageLimit: number;
  file: CertificateFile;
};

/** Certificates as everybody, and as their holders see them; each is checked as of now. */
export function caseCertificates({
  ctx,
  store,
  pki,
  trusted,
  access,
  pageLimit,
  file,
}: Parts): Pick<CasesApi, "certificate" | "ownCertificate" | "certificateFile" | "certificatesOf"> {
  const viewOf = async (token: string): Promise<CertificateView> => {
    const { roots, intermediates } = await trusted();
    const { certificate, issuer, code } = signerOf(token);
    const signerStatus = certificate ? (await pki.statusOf(certificate.serialHex)).status : "unknown";
    return viewCertificate(token, {
      ...{ roots, intermediates },
      // INSTANCE/CLASS/MEMBER, of the subsystem that issued it
      member: issuer.split("/").slice(0, 3).join("/"),
      now: ctx.clock.now(),
      ...{ signerStatus, revoked: (await revokedAt(ctx.db, code)) !== null },
    });
  };
  const ownCertificate: CasesApi["ownCertificate"] = async ({ id, subject, code }) => {
    const row = await access.open({ id, subject });
    // a certificate outlasts what its case knew
    const service = row.erased_at
      ? await store.definitions.of(ctx.db, row.service, row.definition)
      : (await readCase(store, id)).service;
    const all = await certificatesOfCase(ctx.db, row.id);
    const issued = code === undefined ? all.at(-1) : all.find((one) => one.code === code);
    return issued ? { ...(await viewOf(issued.token)), named: service.hash, caseId: id, token: issued.token } : null;
  };
  return {
    ownCertificate,
    certificateFile: async (asked) => {
      const issued = await ownCertificate(asked);
      // of an erased case nothing is known that a sheet would name
      if (!issued || (await access.open(asked)).erased_at) return null;
      const { state, service } = await readCase(store, asked.id);
      const pdf = await file(issued, { caseId: asked.id, service, holder: holderOf(service, state, issued.certificate) });
      return { pdf: pdf.toString("base64"), code: issued.code };
    },
    certificate: async (code) => {
      const row = await findCertificate(ctx.db, code);
      if (!row) return null;
      const { service, definition } = (await findCase(ctx.db, row.case_id))!;
      const pinned = await store.definitions.of(ctx.db, service, definition);
      return { ...openCertificate(await viewOf(row.token), pinned), named: pinned.hash };
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
