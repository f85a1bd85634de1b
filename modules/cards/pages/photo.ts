import { button } from "@troad/design";
import { type Html, html } from "@troad/html";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { fail } from "../errors.ts";

const mostBytes = 8 * 2 ** 20;
type Shown = { faults: readonly string[]; decision: string | null; reason: string | null };

/** The form by which a photo is taken in, at the office or by the holder. */
export function photoForm(request: FastifyRequest, action: string, error?: string): Html {
  const [{ t }, ui] = [request, uiOf(request)];
  return html`<form method="post" action="${action}" enctype="multipart/form-data" novalidate>
    ${ui.fileUpload({
      ...{ id: "file", name: "file", accept: "image/jpeg", label: { text: t("cards.photo.file") } },
      ...{ hint: { text: t("cards.photo.hint") }, ...(error ? { errorMessage: { text: error } } : {}) },
    })}
    ${ui.input({
      ...{ id: "takenOn", name: "takenOn", type: "date", classes: "tr-input--width-10" },
      label: { text: t("cards.photo.taken-on") },
    })}
    ${button({ text: t("cards.photo.send") })}</form>`;
}

/** What the rules find in a photo, and what was decided. */
export const photoFindings = ({ t }: FastifyRequest, { faults, decision, reason }: Shown, more: readonly string[] = []): Html => {
  const found = faults.length === 0 ? [t("cards.photo.no-fault")] : faults.map((fault) => t(`cards.fault.${fault}`));
  const decided = decision === null ? [] : [`${t(`cards.photo.${decision}`)} ${reason ?? ""}`];
  return html`<ul class="tr-list tr-list--bullet">${[...found, ...decided, ...more].map((one) => html`<li>${one}</li>`)}</ul>`;
};

/** The file and the day of the form. Throws `cards.photo-unreadable` where there is none, or one that is too large. */
export async function receivedPhoto(request: FastifyRequest): Promise<{ file: Buffer; takenOn: string | undefined }> {
  let [file, takenOn]: [Buffer | undefined, string | undefined] = [undefined, undefined];
  if (!request.isMultipart()) throw fail("cards.photo-unreadable");
  for await (const part of request.parts({ limits: { fileSize: mostBytes, files: 1, fields: 5, parts: 6, fieldSize: 100 } })) {
    if (part.type === "field") {
      if (part.fieldname === "takenOn" && /^\d{4}-\d\d-\d\d$/.test(String(part.value))) takenOn = String(part.value);
      continue;
    }
    const content = await part.toBuffer();
    if (!part.file.truncated) file = content;
  }
  if (!file) throw fail("cards.photo-unreadable");
  return { file, takenOn };
}
