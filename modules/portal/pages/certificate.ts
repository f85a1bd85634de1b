import { button, certificate, evidence, summaryList, time, wordsIn } from "@troad/design";
import { html, trusted } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import QRCode from "qrcode";
import Type from "typebox";
import type { PageFile, Portal } from "../portal.ts";

const codePattern = /^[A-Za-z0-9_-]{16,64}$/;

/** The certificate as the citizen prints it, and the page on which anybody checks it without signing in. */
export const certificatePages: PageFile = (app, portal) => {
  app.get(
    "/cases/:id/certificate",
    { schema: { hide: true } },
    portal.site.signedIn(["citizen"], async (request, session) => {
      const { t, lang } = request;
      const { id } = request.params as { id: string };
      const found = await portal.cases.view({ id, subject: session.subject });
      const issued = found.certificate && (await portal.cases.certificate(found.certificate.code));
      if (!issued) throw kernelFailure("request.not-found");
      const checkUrl = `${portal.ctx.origin("portal")}/verify/${issued.code}`;
      const content = certificate(
        {
          title: portal.serviceText(lang, issued.service, "certificate.title"),
          agency: portal.names.agency(lang, issued.agency),
          number: issued.code,
          issuedOn: time(issued.issuedAt, { lang, show: "date" }),
          statement: { text: portal.serviceText(lang, issued.service, "certificate.intro") },
          rows: [{ label: t("portal.account.name"), value: { text: session.name } }, ...statementRows(portal, request, issued)],
          code: await qrCode(checkUrl),
          checkUrl,
          note: { text: t("portal.certificate.note") },
        },
        wordsIn(lang),
      );
      return {
        title: portal.serviceText(lang, issued.service, "certificate.title"),
        content,
        path: [
          { href: "/cases", text: t("portal.cases.title") },
          { href: `/cases/${id}`, text: portal.serviceText(lang, issued.service, "name") },
        ],
      };
    }),
  );

  app.get(
    "/verify",
    { schema: { hide: true, querystring: Type.Object({ code: Type.Optional(Type.String({ maxLength: 300 })) }) } },
    portal.site.open(async (request, _session, reply) => {
      const { t } = request;
      const given = (request.query as { code?: string }).code?.trim();
      const code = given?.split("/").pop()?.trim();
      if (code && codePattern.test(code)) return seeOther(reply, `/verify/${code}`);
      const ui = uiOf(request);
      const error = given === undefined ? undefined : { text: t("portal.verify.malformed") };
      const summary = error && {
        titleText: t("web.form.problem"),
        errorList: [{ text: error.text, href: "#code" }],
      };
      const content = html`${summary && ui.errorSummary(summary)}<h1>${t("portal.verify.title")}</h1><p>${t("portal.verify.lead")}</p>
      <form method="get" action="/verify" novalidate>${ui.input({ id: "code", name: "code", label: { text: t("portal.verify.code") }, hint: { text: t("portal.verify.hint") }, value: given ?? "", ...(error ? { errorMessage: error } : {}) })}${button({ text: t("portal.verify.check") })}</form>`;
      return {
        title: error ? `${t("web.form.error-word")}${t("web.colon")}${t("portal.verify.title")}` : t("portal.verify.title"),
        content,
        path: [],
        status: error ? 400 : 200,
      };
    }),
  );

  app.get(
    "/verify/:code",
    { schema: { hide: true } },
    portal.site.open(async (request) => {
      const { t, lang } = request;
      const { code } = request.params as { code: string };
      const found = codePattern.test(code) ? await portal.cases.certificate(code) : null;
      const path = [{ href: "/verify", text: t("portal.verify.title") }];
      if (!found)
        return {
          title: t("portal.verify.unknown"),
          content: html`<h1>${t("portal.verify.unknown")}</h1>${uiOf(request).warningText({ text: t("portal.verify.unknown-why") })}<p><a class="tr-link" href="/verify">${t("portal.verify.again")}</a></p>`,
          path,
          status: 404,
        };
      const verdict = found.valid ? "ok" : "failed";
      const rows = [
        { label: t("portal.verify.holder"), value: { text: found.holder } },
        { label: t("portal.verify.agency"), value: { text: portal.names.agency(lang, found.agency) } },
        { label: t("portal.verify.issued"), value: { html: time(found.issuedAt, { lang, show: "date" }) } },
        { label: t("portal.verify.until"), value: { html: time(found.validUntil, { lang, show: "date" }) } },
        ...statementRows(portal, request, found),
      ].map(({ label, value }) => ({ key: { text: label }, value }));
      const content = html`<h1>${portal.serviceText(lang, found.service, "certificate.title")}</h1>
      ${evidence({ verdict, title: t(`portal.verify.verdict.${verdict}`), summary: { text: t("portal.verify.summary") }, steps: found.checks.map((check) => ({ state: check.ok ? ("ok" as const) : ("failed" as const), title: t(`portal.check.${check.step}`), ...(check.code ? { detail: { text: check.code } } : {}) })) }, wordsIn(lang))}
      ${summaryList({ rows })}`;
      return { title: t(`portal.verify.verdict.${verdict}`), content, path };
    }),
  );
};

type Issued = NonNullable<Awaited<ReturnType<Portal["cases"]["certificate"]>>>;

/** The statements of a certificate with the names and formats that its service gives them. */
export const statementRows = (portal: Portal, request: FastifyRequest, issued: Issued) =>
  Object.entries(issued.statements).map(([key, value]) => ({
    label: portal.statementLabel(request.lang, issued.service, key),
    value: { text: portal.serviceValue(request.lang, issued.service, key, value) },
  }));

/** An SVG of attributes only: it needs no style, so the content security policy stays strict. */
export async function qrCode(text: string) {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  const quiet = 4;
  const size = modules.size + 2 * quiet;
  const runs: string[] = [];
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) runs.push(`M${column + quiet} ${row + quiet}h1v1h-1z`);
  return trusted(
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" aria-hidden="true" focusable="false"><path fill="#ffffff" d="M0 0h${size}v${size}H0z"/><path fill="#000000" d="${runs.join("")}"/></svg>`,
  );
}
