import { card, cardGrid, hero, section } from "@troad/design";
import { html } from "@troad/html";
import { calculators } from "../domain/catalogue.ts";
import type { PageFile } from "../tax.ts";
import { show } from "./shell.ts";
import { wordOf } from "./words.ts";

const groups = ["tax", "late", "benefit"] as const;

/** What can be worked out, as cards. */
export const homePages: PageFile = (app, tax) => {
  app.get("/tax", { schema: { hide: true } }, async (request, reply) => {
    const { t } = request;
    const cards = (group: (typeof groups)[number]) =>
      calculators
        .filter((one) => one.group === group)
        .map((one) =>
          card({
            title: { text: wordOf(request, one, "title") },
            href: `/tax/${one.id}`,
            body: { text: wordOf(request, one, "lead") },
          }),
        );
    const content = html`${hero({ title: { text: t("tax.home.title") }, lead: { text: t("tax.home.lead") } })}${groups.map(
      (group) => section({ title: { text: t(`tax.group.${group}`) }, content: cardGrid(cards(group)) }),
    )}`;
    return show(tax, request, reply, { title: t("tax.home.title"), content });
  });
};
