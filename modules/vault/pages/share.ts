import { button } from "@troad/design";
import { html } from "@troad/html";
import { isUuid } from "@troad/kernel";
import { hidden, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import { linkBase, type VaultParts, wordsFor } from "./parts.ts";

const said = ["failed", "broken", "left", "left-any", "until", "no-secret", "got"];

/**
 * The page of a link. It gives nothing by itself, so that mail scanners and previews that open it use nothing up; the key is behind the #,
 * which no browser sends.
 */
export function sharePage(app: FastifyInstance, { site, shares, scripts }: VaultParts): void {
  app.get<{ Params: { id: string } }>(
    `${linkBase}/:id`,
    hidden,
    site.open(async (request, _session, reply) => {
      const { id } = request.params as { id: string };
      if (!isUuid(id)) throw fail("vault.share-unknown");
      reply.headers({ "cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow" });
      const state = await shares.state(id);
      return state === "open" ? view(scripts.share, request, id) : over(request, state);
    }),
  );
}

function view(script: string, request: FastifyRequest, id: string): View {
  const { t } = request;
  const title = t("vault.link.title");
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("vault.link.lead")}</p>
    <noscript><div class="tr-inset-text">${t("vault.no-script")}</div></noscript>
    <div data-link="${linkBase}/${id}" data-id="${id}" data-words="${wordsFor(request, said)}">
    <p class="tr-inset-text" role="alert" data-problem hidden></p><p role="status" data-said></p>
    <section data-part="file" hidden><h2 data-title></h2><p data-about></p><p data-left></p>
    ${button({ type: "button", text: t("vault.link.get"), attributes: { "data-act": "get" } })}</section></div>
    <script type="module" src="${script}"></script>`;
  return { title, content };
}

function over({ t }: FastifyRequest, state: string): View {
  const title = t("vault.link.over");
  return {
    title,
    status: 410,
    content: html`<h1>${title}</h1><p class="tr-lead">${t(`vault.link.${state}`)}</p><p>${t("vault.link.ask")}</p>`,
  };
}
