import { scrollable, table } from "@troad/design";
import { html } from "@troad/html";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { hidden, type List, listRoutes, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { type Feedback, feedbackKinds, findFeedback } from "../store/feedback.ts";
import { findMissed } from "../store/missed-searches.ts";

const operators = ["operator"];
const missedDays = 30;
const missedShown = 100;

/** Readers' feedback on pages, and searches without results; for operators. */
export function feedbackReceived(
  app: FastifyInstance,
  { ctx, site }: { ctx: ModuleContext; site: Pick<Site, "signedIn"> },
): void {
  listRoutes({
    app,
    ctx,
    address: "/feedback/received",
    guard: (load) => site.signedIn(operators, load),
    list: async ({ t }): Promise<List<Feedback>> => ({
      address: "/feedback/received",
      title: t("portal.feedback.received"),
      file: "feedback",
      filters: [
        {
          kind: "select",
          name: "kind",
          label: t("portal.feedback.kind"),
          options: feedbackKinds.map((value) => ({ value, text: t(`portal.feedback.kind.${value}`) })),
        },
        { kind: "search", name: "text", label: t("portal.feedback.text") },
      ],
      columns: [
        { key: "at", text: t("portal.feedback.at"), kind: "instant", value: ({ at }) => at },
        { key: "kind", text: t("portal.feedback.kind"), kind: "text", value: ({ kind }) => t(`portal.feedback.kind.${kind}`) },
        { key: "page", text: t("portal.feedback.page"), kind: "text", value: ({ page }) => page },
        { key: "body", text: t("portal.feedback.body"), kind: "text", value: ({ body }) => body },
        { key: "contact", text: t("portal.feedback.contact"), kind: "text", value: ({ contact }) => contact },
      ],
      source: {
        cursorKind: "uuid",
        cursor: ({ id }) => id,
        rows: ({ chosen, before, limit }) => findFeedback(ctx.db, before ?? null, chosen.kind ?? "", chosen.text ?? "", limit),
      },
      empty: { title: t("portal.feedback.none") },
    }),
  });
  app.get(
    "/search/missed",
    hidden,
    site.signedIn(operators, async ({ t }) => {
      const since = taipeiDate(new Date(ctx.clock.now().getTime() - missedDays * 86_400_000));
      const missed = await findMissed(ctx.db, since, missedShown);
      const title = t("portal.missed.title");
      const rows = missed.map(({ query, lang, count, day }) => [
        { text: query },
        { text: lang },
        { text: String(count), format: "numeric" },
        { text: day },
      ]);
      const head = [
        { text: t("portal.missed.query") },
        { text: t("portal.missed.lang") },
        { text: t("portal.missed.count"), format: "numeric" },
        { text: t("portal.missed.last") },
      ];
      const list = missed.length === 0 ? html`<p>${t("portal.missed.none")}</p>` : scrollable(title, table({ head, rows }));
      return { title, content: html`<h1>${title}</h1><p class="tr-lead">${t("portal.missed.lead")}</p>${list}`, path: [] };
    }),
  );
}
