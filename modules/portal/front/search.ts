import { emptyState, lineList, searchForm } from "@troad/design";
import { attributes, html } from "@troad/html";
import type { SearchHit } from "@troad/search";
import { asked, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type Front, type FrontPage, hidden, nameOf, serviceLine } from "./front.ts";

const pageSize = 20;
const lastPage = 50;
const kinds = ["service", "life-event", "agency"] as const;

/** One search over services, calculators, life events and agencies. `missed` is called for searches that found nothing. */
export const searchPage =
  (missed: (query: string, lang: string) => Promise<void>): FrontPage =>
  (app, front) => {
    app.get(
      "/search",
      hidden,
      front.site.open(async (request) => {
        const { t, lang } = request;
        const query = asked(request, "q", 200);
        const kind = kinds.find((one) => one === asked(request, "kind"));
        const page = Math.min(lastPage, Math.max(1, Math.trunc(Number(asked(request, "page")) || 1)));
        const found = front.directory.search.find({
          query,
          limit: pageSize,
          offset: (page - 1) * pageSize,
          ...(kind ? { kind } : {}),
        });
        if (query !== "" && found.kinds.size === 0) await missed(query, lang);
        const form = searchForm({
          action: "/search",
          name: "q",
          value: query,
          id: "q",
          label: t("portal.search.label"),
          button: t("portal.search.button"),
        });
        const results =
          query === ""
            ? html`<p>${t("portal.search.hint")}</p>`
            : html`<p role="status">${t("portal.search.count", { count: found.total, query })}</p>${kindFilter(request, query, kind, found.kinds)}
              ${found.hits.length > 0 ? lineList(found.hits.map((hit) => lineOf(front, request, hit))) : nothing(request)}
              ${pages(request, { query, kind, page, total: found.total })}`;
        const title = query === "" ? t("portal.search.title") : t("portal.search.title-of", { query });
        return { title, content: html`<h1>${t("portal.search.title")}</h1>${form}${results}`, path: [] };
      }),
    );
  };

const address = (query: string, kind: string | undefined, page = 1): string =>
  `/search?${new URLSearchParams({ q: query, ...(kind ? { kind } : {}), ...(page > 1 ? { page: String(page) } : {}) })}`;

function kindFilter({ t }: FastifyRequest, query: string, chosen: string | undefined, counts: ReadonlyMap<string, number>) {
  if (counts.size < 2) return undefined;
  const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
  const link = (kind: string | undefined, text: string, count: number) => {
    const own = { class: "tr-link", href: address(query, kind), "aria-current": kind === chosen ? "true" : undefined };
    return html`<li><a${attributes(own)}>${text}</a> (${count})</li>`;
  };
  return html`<nav aria-label="${t("portal.search.kinds")}"><ul class="tr-inline-list">${link(undefined, t("portal.search.all"), all)}${kinds
    .filter((kind) => counts.has(kind))
    .map((kind) => link(kind, t(`portal.search.kind.${kind}`), counts.get(kind) ?? 0))}</ul></nav>`;
}

function lineOf(front: Front, request: FastifyRequest, { entry }: SearchHit) {
  const [kind, id = ""] = entry.id.split("/");
  const { directory } = front;
  const listing = kind === "service" ? directory.byId.get(id) : undefined;
  if (listing) return serviceLine(front, request, listing);
  const place =
    kind === "agency" ? directory.agencies.find((one) => one.id === id) : directory.events.find((one) => one.id === id);
  return {
    href: kind === "agency" ? `/agencies/${id}` : `/life-events/${id}`,
    title: place ? nameOf(front, request, place) : id,
    lead: place && directory.text(place, request.lang, kind === "agency" ? "about" : "summary"),
    meta: request.t(`portal.search.kind.${kind}`),
  };
}

const nothing = ({ t }: FastifyRequest) =>
  emptyState({
    title: t("portal.search.nothing"),
    body: { text: t("portal.search.nothing-why") },
    action: html`<p><a class="tr-link" href="/services">${t("portal.services.all")}</a></p>`,
  });

function pages(
  request: FastifyRequest,
  { query, kind, page, total }: { query: string; kind: string | undefined; page: number; total: number },
) {
  const last = Math.min(lastPage, Math.ceil(total / pageSize));
  if (last < 2) return undefined;
  return uiOf(request).pagination({
    ...(page > 1 ? { previous: { href: address(query, kind, page - 1) } } : {}),
    ...(page < last ? { next: { href: address(query, kind, page + 1) } } : {}),
  });
}
