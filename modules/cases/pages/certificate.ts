import { certificate, time, wordsIn } from "@troad/design";
import { kernelFailure } from "@troad/kernel";
import { hidden, type ServiceNames } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CertificateView } from "../api.ts";
import { type Asking, type CasePages, idIn } from "./parts.ts";
import { qrCode } from "./qr-code.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> &
  Asking<"view" | "certificate"> & {
    /** The public address that certificates print: the portal leads on to wherever they are checked. */
    origin: string;
  };

/** The certificate as the citizen prints it. */
export function certificatePages(app: FastifyInstance, parts: Parts): void {
  const { site, services, cases } = parts;
  app.get(
    "/cases/:id/certificate",
    hidden,
    site.signedIn(["citizen"], async (request, { subject, name }) => {
      const { t, lang } = request;
      const found = await cases.view({ id: idIn(request), subject });
      const issued = found.certificate && (await cases.certificate(found.certificate.code));
      if (!issued) throw kernelFailure("request.not-found");
      return {
        title: services.text(lang, issued.service, "certificate.title"),
        content: await printed(parts, request, issued, name),
        path: [
          { href: "/cases", text: t("cases.list.title") },
          { href: `/cases/${found.id}`, text: services.text(lang, issued.service, "name") },
        ],
      };
    }),
  );
}

async function printed({ names, services, origin }: Parts, request: FastifyRequest, issued: CertificateView, holder: string) {
  const { t, lang } = request;
  const checkUrl = `${origin}/verify/${issued.code}`;
  return certificate(
    {
      title: services.text(lang, issued.service, "certificate.title"),
      agency: names.agency(lang, issued.agency),
      number: issued.code,
      issuedOn: time(issued.issuedAt, { lang, show: "date" }),
      statement: { text: services.text(lang, issued.service, "certificate.intro") },
      rows: [{ label: t("cases.certificate.name"), value: { text: holder } }, ...statementRows(services, lang, issued)],
      code: await qrCode(checkUrl),
      checkUrl,
      note: { text: t("cases.certificate.note") },
    },
    wordsIn(lang),
  );
}

/** The statements of a certificate with the names and formats that its service gives them. */
export const statementRows = (services: ServiceNames, lang: string, { service, statements }: CertificateView) =>
  Object.entries(statements).map(([key, value]) => ({
    label: services.statementLabel(lang, service, key),
    value: { text: services.valueText(lang, service, key, value) },
  }));
