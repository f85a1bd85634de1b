import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { CaseAction } from "../../api.ts";
import { filesOf } from "../../domain/files.ts";

/** The documents that a case names, each with the link that saves it; undefined where there are none. */
export function fileList({ t }: FastifyRequest, base: string, actions: readonly CaseAction[]): Html | undefined {
  const files = filesOf(actions);
  if (files.length === 0) return undefined;
  const lines = files.map(
    ({ id, name, size }) =>
      html`<li><a class="tr-link" href="${base}/files/${id}">${t("web.form.file-size", { name, size: Math.ceil(size / 1024) })}</a></li>`,
  );
  return html`<ul class="tr-list">${lines}</ul>`;
}
