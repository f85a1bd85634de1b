import { button, certificate, time, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { hidden, qrCode, type ServiceNames } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CertificateView, OwnCertificate } from "../../api.ts";
import { untilOf, validityTag } from "../documents.ts";
import { type Asking, applicants, type CasePages, certificateText, idIn } from "../parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> &
  Asking<"ownCertificate" | "certificateFile"> & {
    /** The public address that certificates print: the portal leads on to wherever they are checked. */
    origin: string;
  };

/** The certificate as the citizen prints it. */
export function certificatePages(app: FastifyInstance, parts: Parts): void {
  const { site, services, cases } = parts;
  app.get(
    "/cases/:id/certificate",
    hidden,
    site.signedIn(applicants, async (request, { subject, name }) => {
      const { t, lang } = request;
      const issued = await ownOf(request, subject);
      const until = untilOf(request, issued);
      const renew =
        issued.renewable && html`<a class="tr-link" href="/cases/${issued.caseId}/renew">${t("cases.renew.title")}</a>`;
      const print = button({
        text: t("cases.certificate.print"),
        attributes: { type: "button", "data-print": "", hidden: true },
      });
      const pdf = html`<a class="tr-link" href="/cases/${issued.caseId}/certificate.pdf">${t("cases.certificate.pdf")}</a>`;
      const file = html`<a class="tr-link" href="/cases/${issued.caseId}/certificate.jwt" download>${t("cases.certificate.file")}</a>`;
      return {
        title: certificateText(services, lang, issued, "title"),
        content: html`<div class="tr-document-bar"><p>${validityTag(request, issued)} ${until}</p>
          <div class="tr-button-group">${renew}${print}${pdf}${file}</div></div>${standingNotice(request, issued)}
          ${await printed(parts, request, issued, name)}`,
        path: [
          { href: "/me/documents", text: t("cases.documents.title") },
          { href: `/cases/${issued.caseId}`, text: services.text(lang, issued.named, "name") },
        ],
      };
    }),
  );
  /** The sealed certificate itself: anyone who is given the file can check all that it states. */
  app.get(
    "/cases/:id/certificate.jwt",
    hidden,
    site.signedIn(applicants, async (request, { subject }, reply) => {
      const { token, code } = await ownOf(request, subject);
      return reply
        .type("application/jwt")
        .header("content-disposition", `attachment; filename="certificate-${code.slice(0, 8)}.jwt"`)
        .send(token);
    }),
  );
  app.get(
    "/cases/:id/certificate.pdf",
    hidden,
    site.signedIn(applicants, async (request, { subject }, reply) => {
      const file = await cases.certificateFile({ id: idIn(request), subject });
      if (!file) throw kernelFailure("request.not-found");
      return reply
        .type("application/pdf")
        .headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" })
        .header("content-disposition", `inline; filename="certificate-${file.code.slice(0, 8)}.pdf"`)
        .send(Buffer.from(file.pdf, "base64"));
    }),
  );
  async function ownOf(request: FastifyRequest, subject: string) {
    const issued = await cases.ownCertificate({ id: idIn(request), subject });
    if (!issued) throw kernelFailure("request.not-found");
    return issued;
  }
}

/** A certificate on paper, with the number and the address by which it is checked. */
export async function printed(
  { names, services, origin }: Pick<Parts, "names" | "services" | "origin">,
  request: FastifyRequest,
  issued: CertificateView & { compact?: string | null },
  holder: string,
): Promise<Html> {
  const { t, lang } = request;
  const checkUrl = `${origin}/verify/${issued.code}`;
  const offline =
    issued.compact &&
    html`<figure class="tr-certificate-code">${await qrCode(issued.compact, { level: "L", width: 240 })}
      <figcaption class="tr-hint">${t("cases.certificate.offline")}</figcaption></figure>`;
  return html`${certificate(
    {
      title: certificateText(services, lang, issued, "title"),
      agency: names.agency(lang, issued.agency),
      number: issued.code,
      issuedOn: time(issued.issuedAt, { lang, show: "date" }),
      statement: { text: certificateText(services, lang, issued, "intro") },
      rows: [{ label: t("cases.certificate.name"), value: { text: holder } }, ...statementRows(services, lang, issued)],
      code: await qrCode(checkUrl),
      checkUrl,
      note: { text: t("cases.certificate.note") },
    },
    wordsIn(lang),
  )}${offline}`;
}

/** What the agency did with it last, where that stands in the way, and why. */
function standingNotice({ t, lang }: FastifyRequest, { standing }: Pick<OwnCertificate, "standing">): Html | false {
  return (
    standing !== null &&
    standing.state !== "resumed" &&
    html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${t(`cases.standing.${standing.state}`)}</h2>
      <p>${time(standing.at, { lang, show: "date" })}${t("web.colon")}${standing.reason}</p></div>`
  );
}

/** The statements of a certificate with the names and formats that its service gives them. */
export const statementRows = (services: ServiceNames, lang: string, { named, statements }: CertificateView) =>
  Object.entries(statements).map(([key, value]) => ({
    label: services.statementLabel(lang, named, key),
    value: { text: services.valueText(lang, named, key, value) },
  }));
