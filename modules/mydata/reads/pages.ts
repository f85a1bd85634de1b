import { button, emptyState, insetText, table } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { asked, hidden, type Site, uiOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { MyDataPages } from "../pages/parts.ts";
import type { ReadNotices } from "./notices.ts";
import { bulkPeople, reasons } from "./reasons.ts";

const noticesPath = "/my-data/notices";
const hiddenPath = "/my-data/not-shown";
/** Fewer than this could tell of one person. */
const fewest = 5;
type Parts = { site: Site; names: Pick<MyDataPages["names"], "agency">; reads: ReadNotices };

/** Of which reads a person is told, and how many reads agencies may keep from their people for now. */
export function readPages(app: FastifyInstance, { site, names, reads }: Parts): void {
  app.get(
    noticesPath,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const title = t("mydata.notices.title");
      const saved = asked(request, "saved") === "1";
      const boxes = uiOf(request).checkboxes({
        ...{ name: "reason", idPrefix: "reason", values: await reads.chosen(subject) },
        fieldset: { legend: { text: t("mydata.notices.when"), classes: "tr-fieldset__legend--m" } },
        items: reasons.map((value) => ({ value, text: t(`mydata.notices.${value}`, { people: bulkPeople }) })),
      });
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.notices.lead")}</p>${saved && insetText({ text: t("mydata.notices.saved") })}
          <form method="post" action="${noticesPath}" novalidate>${boxes}${button({ text: t("mydata.notices.save") })}</form>
          <p><a class="tr-link" href="${hiddenPath}">${t("mydata.hidden.title")}</a></p>`,
        path: [{ href: "/my-data", text: t("mydata.uses.title") }],
      };
    }),
  );
  app.post(
    noticesPath,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        const { reason } = (request.body ?? {}) as { reason?: unknown };
        const given = [reason ?? []].flat().map(String);
        await reads.choose(
          subject,
          reasons.filter((one) => given.includes(one)),
        );
        return seeOther(reply, `${noticesPath}?saved=1`);
      },
      { returnTo: () => noticesPath },
    ),
  );
  app.get(
    hiddenPath,
    hidden,
    site.open(async (request) => {
      const { t, lang } = request;
      const title = t("mydata.hidden.title");
      const found = await reads.hidden();
      const rows = found.map(({ agency, reads: count }) => [
        { text: names.agency(lang, agency) },
        { text: count < fewest ? t("mydata.hidden.few", { fewest }) : String(count) },
      ]);
      const head = [{ text: t("mydata.hidden.agency") }, { text: t("mydata.hidden.reads") }];
      const list = rows.length === 0 ? emptyState({ title: t("mydata.hidden.none") }) : table({ head, rows });
      return { title, content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.hidden.lead")}</p>${list}`, path: [] };
    }),
  );
}
