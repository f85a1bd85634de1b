import { emptyState, lineList } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden } from "@troad/web";
import { addressIn, type ShopPageFile, shopPath, trail } from "./parts.ts";

/** The businesses for which a person works; one alone opens at once. Without any: how one comes to work for one. */
export const shopHomePages: ShopPageFile = (app, { site, access }) => {
  app.get(
    shopPath,
    hidden,
    site.signedIn("anybody", async (request, { subject }, reply) => {
      const { t } = request;
      const shops = await access.shopsOf(subject);
      if (shops.length === 1) return seeOther(reply, addressIn(shops[0]!));
      const list = shops.map((shop) => ({
        ...{ href: addressIn(shop), title: shop.name },
        lead: `${shop.ban} · ${t(`invoice.shop.rights.${shop.rights}`)}`,
      }));
      const title = t("invoice.shop.title");
      const none = emptyState({ title: t("invoice.shop.none"), body: { text: t("invoice.shop.none-how") } });
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("invoice.shop.lead")}</p>${list.length > 0 ? lineList(list) : none}`,
        path: trail(request).slice(1),
      };
    }),
  );
};
