import { type HtmlValue, html } from "@troad/html";
import { type CursorKind, readCursor } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import Type from "typebox";

/** Every list is paged by a cursor: the position of the last entry shown. */
export const pageSize = 20;
export const pageQuery = Type.Object({ before: Type.Optional(Type.String({ maxLength: 200 })) });

/** The query of a list: from the reader's position on, one more than fits, so that `older` knows whether there are more. */
export function askedPage(request: FastifyRequest, kind: CursorKind): { before?: string; limit: number } {
  const before = readCursor((request.query as { before?: string }).before, kind);
  return { ...(before ? { before } : {}), limit: pageSize + 1 };
}

/** A link to the older entries if there are more than fit: give it what `askedPage` requested. */
export function older<T>(request: FastifyRequest, entries: readonly T[], cursor: (entry: T) => string): HtmlValue {
  const last = entries[pageSize - 1];
  if (entries.length <= pageSize || !last) return undefined;
  const next = `${request.url.split("?")[0]}?before=${encodeURIComponent(cursor(last))}`;
  const text = request.t("web.older");
  return html`<nav class="tr-pagination" aria-label="${text}"><p><a class="tr-link" rel="next" href="${next}">${text}</a></p></nav>`;
}
