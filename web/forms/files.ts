import { button } from "@troad/design";
import { type FieldOf, fileKinds, type StoredFile } from "@troad/forms";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import type { FieldShown } from "./shown.ts";

/** Megabytes that one file may have. */
export const megabytesAFile = 10;

const endings: Record<string, string> = { pdf: ".pdf", jpeg: ".jpg,.jpeg", png: ".png" };

const isStored = (value: unknown): value is StoredFile =>
  typeof value === "object" && value !== null && "id" in value && "sha256" in value;

/** The files that an answer names: stored, or by ids of what was uploaded while the page is filled in. */
function attached(value: unknown, files: FieldShown["files"]): StoredFile[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => (isStored(one) ? [one] : typeof one === "string" ? (files?.get(one) ?? []) : []));
}

/** A box for files, and those that are there already, each with a button that takes it away. */
export function filesHtml(request: FastifyRequest, shown: FieldShown, field: FieldOf<"file">, label: object): Html {
  const { values, error, text, files } = shown;
  const { t } = request;
  const accept = field.accept ?? fileKinds;
  const max = field.max ?? 1;
  const own = attached(values[field.name], files);
  const kinds = accept.map((kind) => kind.toUpperCase()).join(t("web.comma"));
  const limits = t("web.form.files", { kinds, mb: megabytesAFile, max });
  const list = own.map(
    ({ id, name, size }) => html`<li>${t("web.form.file-size", { name, size: Math.ceil(size / 1024) })}
      <input type="hidden" name="${field.name}" value="${id}">
      ${button({
        html: html`${t("web.form.remove-file")}<span class="tr-visually-hidden"> ${name}</span>`,
        name: `${field.name}-drop`,
        value: id,
        classes: "tr-button--secondary",
      })}</li>`,
  );
  const box = uiOf(request).fileUpload({
    id: field.name,
    name: `${field.name}-file`,
    label: { text: "", ...label },
    hint: { text: field.hint ? `${text(field.hint)} ${limits}` : limits },
    ...(error ? { errorMessage: { text: error } } : {}),
    accept: accept.map((kind) => endings[kind]).join(","),
    multiple: max > 1,
  });
  if (list.length === 0) return box;
  return html`${box}<p>${t("web.form.attached")}</p><ul class="tr-list tr-files">${list}</ul>`;
}
