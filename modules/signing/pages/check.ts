import { button, evidence, formatDateTime, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Checked, CheckedSignature } from "../check.ts";
import { most } from "../receive.ts";
import type { SigningPages } from "./parts.ts";

/** Anybody checks a signed file here without signing in; it is read and forgotten. */
export function checkPages(app: FastifyInstance, { site, signing }: SigningPages): void {
  app.get(
    "/check-file",
    hidden,
    site.open(async (request) => askPage(request, undefined)),
  );
  app.post(
    "/check-file",
    hidden,
    site.open(async (request) => {
      const file = await fileIn(request);
      if (!file) return askPage(request, "signing.no-file");
      if ("tooLarge" in file) return askPage(request, "signing.too-large");
      return verdictPage(request, file.name, await signing.check(file.bytes));
    }),
  );
}

type Sent = { name: string; bytes: Buffer } | { tooLarge: true } | undefined;

async function fileIn(request: FastifyRequest): Promise<Sent> {
  if (!request.isMultipart()) return undefined;
  let found: Sent;
  for await (const part of request.parts({ limits: { fileSize: 2 * most.bytes, files: 1, fields: 5, parts: 6 } })) {
    if (part.type === "field") continue;
    const bytes = await part.toBuffer();
    if (part.file.truncated) found = { tooLarge: true };
    else if (part.filename) found = { name: part.filename.toWellFormed().slice(0, 200), bytes };
  }
  return found;
}

function askPage(request: FastifyRequest, code: string | undefined): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("signing.check.title");
  const problem = code && t(`error.${code}`);
  const field = ui.fileUpload({
    ...{ id: "file", name: "file", label: { text: t("signing.check.file") }, hint: { text: t("signing.check.hint") } },
    ...(problem ? { errorMessage: { text: problem } } : {}),
  });
  return {
    title: problem ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content: html`${problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#file" }] })}
      <h1>${title}</h1><p>${t("signing.check.lead")}</p>
      <form method="post" action="/check-file" enctype="multipart/form-data" novalidate>${field}${button({ text: t("signing.check.do") })}</form>`,
    path: [],
    status: problem ? 422 : 200,
  };
}

function verdictPage(request: FastifyRequest, name: string, checked: Checked): View {
  const { t } = request;
  const verdict = checked.valid ? "ok" : "failed";
  const title = t(`signing.verdict.${verdict}`);
  const reason =
    checked.refused &&
    html`<p>${t("signing.verdict.refused")} ${reasonOf(request, checked.refused)} <code>${checked.refused}</code></p>`;
  const files =
    checked.files.length > 0 &&
    html`<p>${t("signing.verdict.files")}</p><ul class="tr-list">${checked.files.map((one) => html`<li>${one}</li>`)}</ul>`;
  return {
    title,
    content: html`<h1>${title}</h1><p>${t("signing.verdict.file", { name })}</p>${reason}
      ${checked.signatures.map((one, index) => signatureHtml(request, one, index))}${files}
      <p><a class="tr-link" href="/check-file">${t("signing.check.again")}</a></p>`,
    path: [{ href: "/check-file", text: t("signing.check.title") }],
  };
}

function signatureHtml(request: FastifyRequest, found: CheckedSignature, index: number): Html {
  const { t, lang } = request;
  const { signer, isSeal, signedAt, valid, revision, steps } = found;
  const who =
    signer === "" ? t("signing.verdict.nobody") : t(isSeal ? "signing.verdict.seal" : "signing.verdict.person", { signer });
  const when = signedAt
    ? t("signing.verdict.when", { time: formatDateTime(signedAt.toISOString(), { lang }) })
    : t("signing.verdict.no-time");
  const lines = [
    when,
    ...(revision === undefined
      ? []
      : [
          t(revision.number === revision.of ? "signing.verdict.whole" : "signing.verdict.revision", {
            number: revision.number,
            of: revision.of,
          }),
        ]),
  ];
  const shown = steps.map(({ step, ok, code }) => ({
    state: ok ? ("ok" as const) : code === "step.not-reached" ? ("waiting" as const) : ("failed" as const),
    title: t(`signing.step.${step}`),
    ...(code && code !== "step.not-reached" ? { detail: { text: `${reasonOf(request, code)} (${code})` } } : {}),
    ...(step === "content" && revision ? { hash: revision.sha256, hashLabel: t("signing.verdict.revision-digest") } : {}),
  }));
  const heading = t("signing.verdict.signature", { number: index + 1, who });
  return evidence(
    {
      verdict: valid ? "ok" : "failed",
      title: heading,
      summary: { html: html`${lines.map((line) => html`<p>${line}</p>`)}` },
      steps: shown,
    },
    wordsIn(lang),
  );
}

/** What a code means; one without words of its own is told by its kind. */
function reasonOf({ t }: FastifyRequest, code: string): string {
  const own = `error.${code}`;
  const said = t(own);
  return said === own ? t(`signing.reason.${code.split(".")[0]}`) : said;
}
