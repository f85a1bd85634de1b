import { button, details, formatDate, formatMoney } from "@troad/design";
import { mostFilesAFolder } from "@troad/documents/api";
import type { Act } from "@troad/flow";
import { fileIdsIn, fileKinds, type Page } from "@troad/forms";
import { attributes, type Html, html } from "@troad/html";
import { CodedError, seeOther } from "@troad/kernel";
import { hidden, megabytesAFile, readSent, type Session, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CasesApi, CaseView } from "../api.ts";
import type { ActingPerson, CaseAct } from "../domain/act.ts";
import { stepLink } from "./fill/link.ts";
import { type Asking, applicants, type CasePages, idIn } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "services" | "documents"> & Asking<"acts" | "act" | "view">;
type Allowed = Awaited<ReturnType<CasesApi["acts"]>>;

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
export const citizenOf = ({ subject, name, proof }: Session, nationalId?: string): ActingPerson => ({
  ...{ subject, name, proof, posts: [] },
  ...(nationalId === undefined ? {} : { nationalId }),
});

/** What an applicant sends about a submitted case; undefined for what is no act or was left empty. */
function actIn(body: Record<string, unknown>): CaseAct | undefined {
  const text = textOf(body.text);
  const documents = fileIdsIn(body, "documents");
  // a document may speak for itself
  if (body.act === "supply" && documents.length > 0) return { act: "supply", text, documents };
  if (body.act === "withdraw") return { act: "withdraw" };
  if (text === "") return undefined;
  if (body.act === "supply") return { act: "supply", text, documents: [] };
  return body.act === "objection" || body.act === "appeal" ? { act: body.act, reason: text } : undefined;
}

/** The applicant's own acts after the submission. */
export function partyActRoutes(app: FastifyInstance, { site, cases, services, documents }: Parts): void {
  /** Who may not supply anything, or not with documents, leaves none in the case. */
  const pageFor = async (id: string, session: Session): Promise<Page> => {
    const found = await cases.view({ id, subject: session.subject });
    const { acts } = await cases.acts({ id, person: citizenOf(session) });
    const takes = services.find(found.named)?.keepsDocuments && acts.some(({ act }) => act === "supply");
    return { id: "supply", title: "supply", fields: takes ? [suppliedFiles] : [] };
  };
  app.post(
    "/cases/:id/act",
    hidden,
    site.signedIn(
      applicants,
      async (request, session, reply) => {
        const id = idIn(request);
        const where = { folder: id, uploader: session.subject, page: await pageFor(id, session) };
        const { values: body, errors } = await readSent(request, documents, where);
        const [fault] = errors;
        if (fault) return seeOther(reply, `/cases/${id}?file=${fault.code}#acts`);
        const act = actIn(body);
        const place = { step: textOf(body.step), visit: Number.parseInt(textOf(body.visit), 10) || 0 };
        if (!act) return seeOther(reply, `/cases/${id}?missing=${encodeURIComponent(textOf(body.act).slice(0, 20))}#acts`);
        try {
          await cases.act({ id, person: citizenOf(session), place, act });
        } catch (error) {
          // what was sent twice, or from an old page: the page says how the case stands now
          if (!(error instanceof CodedError) || error.code !== "case.act-not-allowed") throw error;
        }
        return seeOther(reply, `/cases/${id}`);
      },
      { returnTo: (request) => `/cases/${idIn(request)}` },
    ),
  );
}

/** `missing` and `file`: the act that was left empty, and what is wrong with a file that came with it. */
type Shown = { found: CaseView; allowed: Allowed; missing: string; file: string; takesFiles: boolean };

const mostSupplied = 20;
const suppliedFiles = { name: "documents", type: "file", label: "documents", max: mostSupplied } as const;

/** A box for what was asked for as documents. */
function filesBox({ services }: Pick<Parts, "services">, request: FastifyRequest, code: string): Html {
  const { t, lang } = request;
  const label = t("cases.act.supply-files");
  const known = code.startsWith("field.file");
  const params = { max: code === "field.files-full" ? mostFilesAFolder : megabytesAFile };
  const kinds = fileKinds.map((kind) => kind.toUpperCase()).join(t("web.comma"));
  return uiOf(request).fileUpload({
    ...{ id: "documents", name: "documents-file", multiple: true, label: { text: label } },
    hint: { text: t("web.form.files", { kinds, mb: megabytesAFile, max: mostSupplied }) },
    accept: ".pdf,.jpg,.jpeg,.png",
    ...(known ? { errorMessage: { text: services.fieldErrorText(lang, { code, params }, { type: "file", label }) } } : {}),
  });
}

/** What waits for the applicant, and what the applicant may do besides. */
export function partyActs(parts: Pick<Parts, "services">, request: FastifyRequest, shown: Shown): Html | undefined {
  const { found, allowed, missing, takesFiles } = shown;
  const { t, lang } = request;
  if (allowed.acts.length === 0) return undefined;
  const ui = uiOf(request);
  const has = (name: string): Act | undefined => allowed.acts.find(({ act }) => act === name);
  const sending = { method: "post", action: `/cases/${found.id}/act`, novalidate: true };
  const form = (act: string, inner: Html, classes?: string): Html => html`
    <form${attributes({ ...sending, enctype: act === "supply" ? "multipart/form-data" : undefined })}><input type="hidden" name="act" value="${act}">
    <input type="hidden" name="step" value="${allowed.place.step}"><input type="hidden" name="visit" value="${allowed.place.visit}">
    ${inner}${button({ text: t(`cases.act.${act}`), ...(classes ? { classes } : {}) })}</form>`;
  const area = (act: string, label: string): Html =>
    ui.textarea({
      ...{ id: `text-${act}`, name: "text", rows: 5, label: { text: label } },
      ...(missing === act ? { errorMessage: { text: t("error.case.act-incomplete") } } : {}),
    });
  const due = found.step?.due;
  const until = due && html`<p>${t("cases.act.until", { day: formatDate(due, { lang }) })}</p>`;
  const remedies = (["objection", "appeal"] as const).map((name) => {
    const act = has(name);
    const last = act && "until" in act && act.until;
    return (
      act &&
      html`<h2>${t(`cases.act.${name}-title`)}</h2>
      ${last && html`<p>${t("cases.act.until", { day: formatDate(last, { lang }) })}</p>`}
      ${form(name, area(name, t("cases.act.objection-text")), "tr-button--secondary")}`
    );
  });
  const payment = found.step ? parts.services.ownText(lang, found.named, `step.${found.step.id}`) : undefined;
  const fee = html`<h2>${payment ?? t("cases.act.pay-title")}</h2>
    <p>${t("cases.act.pay-amount", { amount: formatMoney(found.fee?.amount ?? 0, lang) })}</p>${until}
    <p><a class="tr-button" href="${found.fee?.address}">${t("cases.act.pay")}</a></p>`;
  const supply = html`<h2>${t("cases.act.supply-title")}</h2>${asked(request, found)}${until}
    ${form("supply", html`${area("supply", t("cases.act.supply-text"))}${takesFiles && filesBox(parts, request, shown.file)}`)}`;
  const withdraw = details({
    summaryText: t("cases.act.withdraw"),
    html: html`<p>${t("cases.act.withdraw-lost")}</p>${form("withdraw", html``, "tr-button--warning")}`,
  });
  return html`<section class="tr-acts" id="acts" tabindex="-1">
    ${stepLink(parts, request, { ...found, due: found.step?.due ?? null }, allowed.acts)}
    ${has("pay") && found.fee?.address && fee}${has("supply") && supply}
    ${remedies}
    ${has("withdraw") && withdraw}</section>`;
}

/** What the officer found missing, all of it at once. */
function asked({ t }: FastifyRequest, { actions }: CaseView): Html | undefined {
  const data = actions.findLast(({ type }) => type === "asked")?.data;
  const items = Array.isArray(data?.items) ? data.items.map(String) : [];
  return html`<p>${t("cases.act.asked-lead")}</p><ul class="tr-list tr-list--bullet">${items.map((item) => html`<li>${item}</li>`)}</ul>
    ${typeof data?.text === "string" && data.text !== "" && html`<p>${data.text}</p>`}`;
}
