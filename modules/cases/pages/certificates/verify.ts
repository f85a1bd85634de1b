import { button, evidence, summaryList, time, wordsIn } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden, reasonOf, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CasesApi, CertificateView } from "../../api.ts";
import type { CertificateChecks, Given } from "../../certificates/check.ts";
import { type Asking, type CasePages, certificateText } from "../parts.ts";
import { statementRows } from "./certificate.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> &
  Asking<"certificate" | "certificateLogged"> & { checks: CertificateChecks };

const codePattern = /^[A-Za-z0-9_-]{16,64}$/;
const query = Type.Object({ code: Type.Optional(Type.String({ maxLength: 300 })) });
/** A photo of a telephone; a sealed certificate has 100 kB. */
const mostBytes = 8 * 1024 * 1024;
const mostText = 20_000;
type Problem = { field: "code" | "file"; key: string; given?: string };

/**
 * Anybody checks a certificate here without signing in: by its number, what its code says, the sealed file, or a photo of the code. `/verify/:code` is
 * printed on certificates. What is sent is read and forgotten.
 */
export function verifyPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases, checks } = parts;
  app.get(
    "/verify",
    { schema: { hide: true, querystring: query } },
    site.open(async (request, _session, reply) => {
      const given = (request.query as { code?: string }).code?.trim();
      const code = given?.split("/").pop()?.trim();
      if (code && codePattern.test(code)) return seeOther(reply, `/verify/${code}`);
      return askPage(request, given === undefined ? undefined : { field: "code", key: "malformed", given });
    }),
  );
  app.post(
    "/verify",
    { ...hidden, bodyLimit: mostBytes + 64 * 1024 },
    site.open(async (request, _session, reply) => {
      const sent = await readSent(request);
      if ("key" in sent) return askPage(request, sent);
      const field = "file" in sent ? "file" : "code";
      const found: Given = "file" in sent ? await checks.checkFile(sent.file) : await checks.checkText(sent.text);
      if (typeof found === "object" && "number" in found) return seeOther(reply, `/verify/${found.number}`);
      if (typeof found === "object") return verdictPage(parts, request, found.view);
      const given = "text" in sent ? { given: sent.text } : {};
      return askPage(request, { field, key: found === "busy" ? "busy" : field === "file" ? "no-code" : "malformed", ...given });
    }),
  );
  app.get(
    "/verify/:code",
    hidden,
    site.open(async (request) => {
      const { code } = request.params as { code: string };
      const found = codePattern.test(code) ? await cases.certificate(code) : null;
      return found ? verdictPage(parts, request, found, await cases.certificateLogged(code)) : unknownPage(request);
    }),
  );
  app.get("/verify/:code/proof", hidden, async (request, reply) => {
    const { code } = request.params as { code: string };
    const logged = codePattern.test(code) ? await cases.certificateLogged(code) : null;
    if (!logged) throw kernelFailure("request.not-found");
    return reply
      .type("text/plain; charset=utf-8")
      .header("content-disposition", `attachment; filename="${code}.tlog-proof"`)
      .send(logged.proof);
  });
}

/** A file, or what was typed; a file counts where both came. */
async function readSent(request: FastifyRequest): Promise<{ file: Buffer } | { text: string } | Problem> {
  let text = "";
  if (request.isMultipart()) {
    for await (const part of request.parts({
      limits: { fileSize: mostBytes, files: 1, fields: 5, parts: 6, fieldSize: mostText },
    })) {
      if (part.type === "field") text = part.fieldname === "code" && typeof part.value === "string" ? part.value : text;
      else {
        const bytes = await part.toBuffer();
        if (part.file.truncated) return { field: "file", key: "too-large" };
        if (part.filename && bytes.length > 0) return { file: bytes };
      }
    }
  } else {
    const { code } = (request.body ?? {}) as { code?: unknown };
    text = typeof code === "string" ? code.slice(0, mostText) : "";
  }
  return text.trim() === "" ? { field: "code", key: "malformed" } : { text };
}

/** Asks for a certificate in one of its forms; `problem` is what was none. */
function askPage(request: FastifyRequest, problem: Problem | undefined): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("cases.verify.title");
  const said = problem && t(`cases.verify.${problem.key}`);
  const summary =
    problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: said!, href: `#${problem.field}` }] });
  const errorFor = (field: Problem["field"]) => (problem?.field === field ? { errorMessage: { text: said! } } : {});
  const field = ui.textarea({
    ...{ id: "code", name: "code", rows: 3, value: problem?.given ?? "" },
    ...{ label: { text: t("cases.verify.code") }, hint: { text: t("cases.verify.hint") } },
    ...errorFor("code"),
  });
  const file = ui.fileUpload({
    ...{ id: "file", name: "file", label: { text: t("cases.verify.file") }, hint: { text: t("cases.verify.file-hint") } },
    ...errorFor("file"),
  });
  return {
    title: problem ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content: html`${summary}<h1>${title}</h1><p>${t("cases.verify.lead")}</p>
      <form method="post" action="/verify" enctype="multipart/form-data" novalidate>${field}${file}
      ${button({ text: t("cases.verify.check") })}</form><p class="tr-hint">${t("cases.verify.forgotten")}</p>`,
    path: [],
    status: problem ? (problem.key === "busy" ? 503 : 400) : 200,
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

function verdictPage(
  { names, services }: Parts,
  request: FastifyRequest,
  found: CertificateView,
  logged: Awaited<ReturnType<CasesApi["certificateLogged"]>> = null,
): View {
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
    state: ok ? ("ok" as const) : code === "step.not-reached" ? ("waiting" as const) : ("failed" as const),
    title: t(`cases.verify.step.${step}`),
    ...(code && code !== "step.not-reached" ? { detail: { text: reasonOf(request, code) } } : {}),
  }));
  const proof = evidence({ verdict, title, summary: { text: t("cases.verify.summary") }, steps }, wordsIn(lang));
  const entry =
    logged &&
    html`<h2>${t("cases.verify.logged")}</h2><p>${t("cases.verify.logged-at", { leaf: logged.leafIndex })}</p>
      <p><a class="tr-link" href="/verify/${found.code}/proof">${t("cases.verify.logged-proof")}</a></p>
      <p class="tr-hint">${t("cases.verify.logged-how")}</p>`;
  const left = found.left > 0 && html`<p class="tr-hint">${t("cases.verify.left", { count: found.left })}</p>`;
  const content = html`<h1>${certificateText(services, lang, found, "title")}</h1>${proof}${summaryList({ rows })}${left}${entry}
    <p class="tr-hint">${t("cases.verify.fewest")}</p><p><a class="tr-link" href="/verify">${t("cases.verify.again")}</a></p>`;
  return { title, content, path: pathOf(request) };
}
