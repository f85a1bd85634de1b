import { button } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { agencyOf, hidden } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { printed } from "../certificates/certificate.ts";
import { type Asking, type CasePages, certificateText, idIn } from "../parts.ts";
import { officerOf } from "./acts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> &
  Asking<"viewAsOfficer" | "certificate" | "certificatesOfCase"> & {
    /** The public address that certificates print. */
    origin: string;
  };

/** A certificate of a case that was filed at the counter, as the officer prints it for the person who stands there. */
export function counterPrintPages(app: FastifyInstance, parts: Parts): void {
  const { site, services, cases } = parts;
  app.get(
    "/desk/:id/certificate",
    hidden,
    site.signedIn(["case-officer"], async (request, session) => {
      const { t, lang } = request;
      const id = idIn(request);
      const agency = agencyOf(session, "case-officer");
      const found = await cases.viewAsOfficer({ id, agency, person: officerOf(session) });
      const last = found.certificates.findLast(({ revoked }) => !revoked);
      const issued = found.onBehalf?.as === "counter" && last ? await cases.certificate(last.code) : null;
      if (!issued) throw kernelFailure("request.not-found");
      const own = await cases.certificatesOfCase({ id, agency, person: officerOf(session) });
      const compact = own.find(({ code }) => code === issued.code)?.compact ?? null;
      const title = certificateText(services, lang, issued, "title");
      const print = button({
        text: t("cases.certificate.print"),
        attributes: { type: "button", "data-print": "", hidden: true },
      });
      return {
        title,
        content: html`<div class="tr-document-bar"><div class="tr-button-group">${print}</div></div>
          ${await printed(parts, request, { ...issued, compact }, found.applicant)}`,
        path: [
          { href: "/desk", text: t("cases.desk.title") },
          { href: `/desk/${id}`, text: `${found.applicant}${t("web.colon")}${services.text(lang, issued.named, "name")}` },
        ],
      };
    }),
  );
}
