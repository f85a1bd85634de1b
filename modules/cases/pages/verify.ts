import { button, evidence, summaryList, time, wordsIn } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CertificateView } from "../api.ts";
import { statementRows } from "./certificate.ts";
import { type Asking, type CasePages, certificateText } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> & Asking<"certificate">;

const codePattern = /^[A-Za-z0-9_-]{16,64}$/;
const query = Type.Object({ code: Type.Optional(Type.String({ maxLength: 300 })) });

/** Anybody checks a certificate here without signing in. `/verify/:code` is printed on certificates. */
export function verifyPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  app.get(
    "/verify",
    { schema: { hide: true, querystring: query } },
    site.open(async (request, _session, reply) => {
      const given = (request.query as { code?: string }).code?.trim();
      const code = given?.split("/").pop()?.trim();
      return code && codePattern.test(code) ? seeOther(reply, `/verify/${code}`) : askPage(request, given);
    }),
  );
  app.get(
    "/verify/:code",
    hidden,
    site.open(async (request) => {
      const { code } = request.params as { code: string };
      const found = codePattern.test(code) ? await cases.certificate(code) : null;
      return found ? verdictPage(parts, request, found) : unknownPage(request);
    }),
  );
}

/** Asks for the number of a certificate; `given` is what was no number. */
function askPage(request: FastifyRequest, given: string | undefined): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("cases.verify.title");
  const problem = given === undefined ? undefined : t("cases.verify.malformed");
  const summary = problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#code" }] });
  const field = ui.input({
    id: "code",
    name: "code",
    label: { text: t("cases.verify.code") },
    hint: { text: t("cases.verify.hint") },
    value: given ?? "",
    ...(problem ? { errorMessage: { text: problem } } : {}),
  });
  return {
    title: problem ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content: html`${summary}<h1>${title}</h1><p>${t("cases.verify.lead")}</p>
      <form method="get" action="/verify" novalidate>${field}${button({ text: t("cases.verify.check") })}</form>`,
    path: [],
    status: problem ? 400 : 200,
  };
}

const pathOf = ({ t }: FastifyRequest) => [{ href: "/verify", text: t("cases.verify.title") }];

function unknownPage(request: FastifyRequest): View {
  const { t } = request;
  const title = t("cases.verify.unknown");
  const warning = uiOf(request).warningText({ text: t("cases.verify.unknown-why") });
  const content = html`<h1>${title}</h1>${warning}<p><a class="tr-link" href="/verify">${t("cases.verify.again")}</a></p>`;
  return { title, content, path: pathOf(request), status: 404 };
}

function verdictPage({ names, services }: Parts, request: FastifyRequest, found: CertificateView): View {
  const { t, lang } = request;
  const verdict = found.valid ? "ok" : "failed";
  const title = t(`cases.verify.verdict.${verdict}`);
  const day = (at: string) => ({ html: time(at, { lang, show: "date" }) });
  const rows = [
    { label: t("cases.verify.holder"), value: { text: found.holder } },
    { label: t("cases.verify.agency"), value: { text: names.agency(lang, found.agency) } },
    { label: t("cases.verify.issued"), value: day(found.issuedAt) },
    ...(found.validUntil === null ? [] : [{ label: t("cases.verify.until"), value: day(found.validUntil) }]),
    ...statementRows(services, lang, found),
  ].map(({ label, value }) => ({ key: { text: label }, value }));
  const steps = found.checks.map(({ step, ok, code }) => ({
    state: ok ? ("ok" as const) : ("failed" as const),
    title: t(`cases.verify.step.${step}`),
    ...(code ? { detail: { text: code } } : {}),
  }));
  const proof = evidence({ verdict, title, summary: { text: t("cases.verify.summary") }, steps }, wordsIn(lang));
  const content = html`<h1>${certificateText(services, lang, found, "title")}</h1>${proof}${summaryList({ rows })}
    <p class="tr-hint">${t("cases.verify.fewest")}</p>`;
  return { title, content, path: pathOf(request) };
}
