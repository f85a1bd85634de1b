import { summaryList } from "@troad/design";
import { html } from "@troad/html";
import { hidden, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { cancelled } from "../prizes/standing.ts";
import type { PageFile } from "../site/pages.ts";
import { day, money, termName } from "../site/words-view.ts";

/** A query parameter, because a router limits the length of path segments. */
const onToken = { schema: { hide: true, querystring: Type.Object({ code: Type.Optional(Type.String({ maxLength: 600 })) }) } };

/** The target of a printed proof's signed code: what the platform signed, to be compared with the paper. */
export const proofPages: PageFile = (app, pages) => {
  app.get("/invoice/proof/keys.json", hidden, async (_request, reply) =>
    reply.header("cache-control", "public, max-age=3600").send(pages.signer.keys),
  );

  app.get(
    "/invoice/proof",
    onToken,
    pages.site.open(async (request) => {
      const { t } = request;
      const proof = pages.signer.open((request.query as { code?: string }).code ?? "");
      if (!proof) {
        const content = html`<h1>${t("invoice.proof.title")}</h1>${uiOf(request).warningText({ text: t("invoice.proof.not-ours") })}`;
        return { title: t("invoice.proof.title"), content, path: [], status: 404, isError: true };
      }
      const invoice = await pages.lookup.find(proof.term, proof.number);
      const stands = invoice !== undefined && !cancelled(invoice);
      const ui = uiOf(request);
      const standing = stands
        ? ui.notificationBanner({ type: "success", text: t("invoice.proof.ours") })
        : ui.warningText({ text: t("invoice.proof.fallen") });
      const content = html`<h1>${t("invoice.proof.title")}</h1>${standing}${summaryList({ rows: rows(request, proof) })}<p>${t("invoice.proof.compare")}</p>`;
      return { title: t("invoice.proof.title"), content, path: [] };
    }),
  );
};

function rows(request: FastifyRequest, proof: { term: string; number: string; date: string; total: number; seller: string }) {
  const row = (key: string, text: string) => ({ key: { text: request.t(`invoice.field.${key}`) }, value: { text } });
  return [
    row("number", proof.number),
    row("term", termName(request, proof.term)),
    row("date", day(request, proof.date)),
    row("total", money(request, proof.total)),
    row("seller", proof.seller),
  ];
}
