import { Readable } from "node:stream";
import { button, scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type CodedError, isUuid, seeOther } from "@troad/kernel";
import { hidden, posted, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { DataSet } from "../catalogue.ts";
import { opendataFailure } from "../domain/errors.ts";
import type { Openness } from "../domain/record.ts";
import {
  acting,
  badgeTag,
  day,
  errorText,
  inLang,
  officerRole,
  ownSet,
  type PageFile,
  type PageParts,
  summary,
} from "./parts.ts";
import { findingsView } from "./resource.ts";

const base = "/data-office/sets/:set";
type At = { Params: { set: string; upload: string } };

/** One data set at its agency: files that arrive, are checked and published, and the end of it. */
export const officeSetPages: PageFile = (app, parts) => {
  const { office, publishing, catalogue } = parts;
  const signedIn: typeof office.signedIn = (_, load) => office.signedIn([officerRole], load);
  app.get<At>(
    base,
    hidden,
    signedIn([], async (request, session) => view(parts, request, await ownSet(parts, request, session))),
  );
  app.post<At>(
    `${base}/upload`,
    hidden,
    signedIn([], async (request, session, reply) => {
      const set = await ownSet(parts, request, session);
      let id = "";
      const refused = await acting(
        async () => {
          const sent = await fileIn(request);
          id = (await publishing.receive({ set, ...sent, by: session.subject })).id;
        },
        (error) => view(parts, request, set, error),
      );
      return refused ?? seeOther(reply, `/data-office/sets/${set.name}/uploads/${id}`);
    }),
  );
  app.get<At>(
    `${base}/uploads/:upload`,
    hidden,
    signedIn([], async (request, session) => uploadView(parts, request, await ownSet(parts, request, session))),
  );
  app.post<At>(
    `${base}/uploads/:upload/publish`,
    hidden,
    signedIn([], async (request, session, reply) => {
      const set = await ownSet(parts, request, session);
      const refused = await acting(
        () => publishing.publish({ set, id: uploadId(request), note: posted(request, "note", 300), by: session.subject }),
        (error) => uploadView(parts, request, set, error),
      );
      return refused ?? seeOther(reply, `/data-office/sets/${set.name}`);
    }),
  );
  for (const act of ["downgrade", "withdraw"] as const)
    app.post<At>(
      `${base}/${act}`,
      hidden,
      signedIn([], async (request, session, reply) => {
        const set = await ownSet(parts, request, session);
        const [article, reason, openness] = [
          posted(request, "article"),
          posted(request, "reason", 1_000),
          posted(request, "openness") as Openness,
        ];
        const by = session.subject;
        const work = () =>
          act === "withdraw"
            ? catalogue.withdraw({ set, reason, by })
            : catalogue.askDowngrade({ set, openness, article, reason, by });
        return (
          (await acting(work, (error) => view(parts, request, set, error, act))) ??
          seeOther(reply, `/data-office/sets/${set.name}`)
        );
      }),
    );
};

const stateOf = (approved: boolean | null): string => (approved === null ? "waiting" : approved ? "approved" : "refused");
const uploadId = (request: FastifyRequest): string => {
  const { upload } = request.params as { upload: string };
  if (!isUuid(upload)) throw opendataFailure("opendata.not-found");
  return upload;
};

/** The file of a form, as a stream that is read while it arrives; the fields stand before it. */
async function fileIn(
  request: FastifyRequest,
): Promise<{ resource: string | null; title: string; fileName: string; content: Readable }> {
  if (!request.isMultipart()) throw opendataFailure("opendata.file-missing");
  const fields: Record<string, string> = {};
  for await (const part of request.parts({
    limits: { fields: 10, files: 1, fieldSize: 1_000, parts: 12, fileSize: Number.MAX_SAFE_INTEGER },
  })) {
    if (part.type === "field") {
      if (typeof part.value === "string") fields[part.fieldname] = part.value.trim().toWellFormed();
      continue;
    }
    const fileName = (part.filename ?? "")
      .toWellFormed()
      .split(/[/\\]/)
      .at(-1)!
      .replaceAll(/[\p{Cc}\p{Cf}"<>|]/gu, "")
      .slice(0, 120);
    if (fileName === "") break;
    const resource = fields.resource ?? "";
    return {
      resource: isUuid(resource) ? resource : null,
      title: (fields.title ?? "").slice(0, 120),
      fileName,
      content: Readable.from(part.file),
    };
  }
  throw opendataFailure("opendata.file-missing");
}

async function view(parts: PageParts, request: FastifyRequest, set: DataSet, error?: CodedError, at = "upload"): Promise<View> {
  const { t, lang } = request;
  const ui = uiOf(request);
  const [resources, uploads, asked] = await Promise.all([
    parts.publishing.resources([set]),
    parts.publishing.uploads(set),
    parts.catalogue.downgrades({ set: set.id, limit: 5 }),
  ]);
  const path = [{ href: "/data-office", text: t("opendata.office.title") }];
  const title = inLang(set.record.title, lang);
  if (set.withdrawn !== null)
    return { title, path, content: html`<h1>${title}</h1><p>${t("opendata.withdrawn.word")}${t("web.colon")}${set.reason}</p>` };
  const wrong = error && errorText(request, error);
  const errorAt = (form: string) => (wrong && at === form ? { errorMessage: { text: wrong } } : {});
  const items = [
    { value: "", text: t("opendata.office.new-file") },
    ...resources.map(({ id, title: text }) => ({ value: id, text })),
  ];
  const file = {
    id: "upload",
    name: "file",
    label: { text: t("opendata.office.file") },
    hint: { text: t("opendata.office.file-hint") },
  };
  const upload = html`<h2>${t("opendata.office.upload")}</h2>
    <form method="post" action="/data-office/sets/${set.name}/upload" enctype="multipart/form-data" novalidate>
    ${ui.select({ id: "resource", name: "resource", label: { text: t("opendata.office.replaces") }, items })}
    ${ui.input({ id: "title", name: "title", label: { text: t("opendata.file.title") } })}
    ${ui.fileUpload({ ...file, ...errorAt("upload") })}
    ${button({ text: t("opendata.office.check") })}</form>`;
  const rows = uploads.map(({ id, title: text, report, at: when, publishedAt, due }) => [
    { html: html`<a class="tr-link" href="/data-office/sets/${set.name}/uploads/${id}">${text}</a>` },
    { html: html`${badgeTag(request, report.badge)}` },
    { text: day(when, request) },
    { text: publishedAt ? day(publishedAt, request) : due ? t("opendata.office.due", { day: day(due, request) }) : "" },
  ]);
  const head = ["title", "badge", "arrived", "published"].map((key) => ({ text: t(`opendata.file.${key}`) }));
  const list = rows.length > 0 && scrollable(t("opendata.office.uploads"), table({ head, rows }));
  const waiting = asked.map(
    (one): Html =>
      html`<p>${t(`opendata.openness.${one.openness}`)} · ${one.article} · ${t(`opendata.downgrade.${stateOf(one.approved)}`)} ${one.note}</p>`,
  );
  const less = (["on-application", "not-provided"] as const).map((value) => ({ value, text: t(`opendata.openness.${value}`) }));
  const downgrade = html`<h2>${t("opendata.downgrade.title")}</h2><p>${t("opendata.downgrade.lead")}</p>${waiting}
    <form method="post" action="/data-office/sets/${set.name}/downgrade" novalidate>
    ${ui.select({ id: "openness", name: "openness", label: { text: t("opendata.set.openness") }, items: less })}
    ${ui.input({ id: "article", name: "article", label: { text: t("opendata.set.article") } })}
    ${ui.textarea({ id: "downgrade", name: "reason", label: { text: t("opendata.set.reason") }, ...errorAt("downgrade") })}
    ${button({ text: t("opendata.downgrade.ask"), classes: "tr-button--secondary" })}</form>`;
  const withdraw = html`<h2>${t("opendata.withdrawn.title")}</h2><p>${t("opendata.withdrawn.warning")}</p>
    <form method="post" action="/data-office/sets/${set.name}/withdraw" novalidate>
    ${ui.textarea({ id: "withdraw", name: "reason", label: { text: t("opendata.withdrawn.reason") }, ...errorAt("withdraw") })}
    ${button({ text: t("opendata.withdrawn.do"), classes: "tr-button--warning" })}</form>`;
  const content = html`${wrong && summary(request, wrong, `#${at}`)}<h1>${title}</h1>
    <p><a class="tr-link" href="/data/${set.name}">${t("opendata.office.public")}</a> ·
    <a class="tr-link" href="/data-office/sets/${set.name}/edit">${t("opendata.office.edit")}</a></p>${upload}${list}${downgrade}${withdraw}`;
  return { title, content, path };
}

async function uploadView({ publishing }: PageParts, request: FastifyRequest, set: DataSet, error?: CodedError): Promise<View> {
  const { t } = request;
  const ui = uiOf(request);
  const upload = await publishing.upload(set, uploadId(request));
  const { report } = upload;
  const wrong = error && errorText(request, error);
  const may = report.badge !== "refused" && upload.publishedAt === null && upload.due === null;
  const note = {
    id: "note",
    name: "note",
    label: { text: t("opendata.office.note") },
    hint: { text: t("opendata.office.note-hint") },
  };
  const publish = may
    ? html`<form method="post" action="/data-office/sets/${set.name}/uploads/${upload.id}/publish" novalidate>
        ${upload.resource !== null && ui.input(note)}
        ${button({ text: t("opendata.office.publish") })}</form>`
    : report.badge === "refused" &&
      html`<p><strong>${t("error.opendata.file-refused")}</strong></p>
        <p><a class="tr-link" href="/data-office/sets/${set.name}#upload">${t("opendata.office.upload-again")}</a></p>`;
  const content = html`${wrong && summary(request, wrong)}<h1>${upload.title}</h1>
    <p>${badgeTag(request, report.badge)} ${t("opendata.file.summary", { rows: report.rows, columns: report.columns.length })}</p>
    <p class="tr-hint">${report.format ?? "?"} · ${report.encoding ?? "?"}</p>
    ${publish}${findingsView(request, report)}`;
  return {
    title: upload.title,
    content,
    path: [{ href: `/data-office/sets/${set.name}`, text: inLang(set.record.title, request.lang) }],
  };
}
