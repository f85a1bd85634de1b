import { card, cardGrid, hero, section } from "@troad/design";
import { html } from "@troad/html";
import { hidden } from "@troad/web";
import type { PageFile } from "./pages.ts";

/** Where one can go from here. */
export const homePages: PageFile = (app, pages) => {
  app.get(
    "/invoice",
    hidden,
    pages.site.open(async ({ t }) => {
      const cards = (keys: string[]) =>
        cardGrid(
          keys.map((key) =>
            card({
              title: { text: t(`invoice.${key}.title`) },
              href: `/invoice/${key}`,
              body: { text: t(`invoice.${key}.lead`) },
            }),
          ),
        );
      const content = html`${hero({ title: { text: t("invoice.name") }, lead: { text: t("invoice.home.lead") } })}
        ${section({ title: { text: t("invoice.home.yours") }, content: cards(["mine", "spending", "winnings", "carriers"]) })}
        ${section({ title: { text: t("invoice.home.everybody") }, content: cards(["numbers", "check", "cloud"]) })}
        <p><a class="tr-link" href="/invoice/settings">${t("invoice.settings.title")}</a></p>
        <p><a class="tr-link" href="/invoice/donated">${t("invoice.donated.title")}</a></p>
        <p><a class="tr-link" href="/invoice/looks">${t("invoice.look.mine")}</a></p>
        <p><a class="tr-link" href="/shop">${t("invoice.shop.title")}</a></p>
        <p><a class="tr-link" href="/books">${t("invoice.books.title")}</a></p>`;
      return { title: t("invoice.name"), content };
    }),
  );
};
