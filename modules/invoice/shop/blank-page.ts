import { emptyState, table } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, postedKey, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { failedAs, officeForm, tried, typedIn } from "../office/form-view.ts";
import { termName } from "../site/words-view.ts";
import type { Shop } from "./access.ts";
import { blankDue } from "./countdown.ts";
import { shopField } from "./errors.ts";
import { addressIn, dueTag, type ShopPageFile, type ShopPages, shopIn, shopPath, trail } from "./parts.ts";
import { refusalIn } from "./refused-view.ts";

const address = `${shopPath}/:ban/blank`;

/** Numbers that were not used are reported before the tenth day after their period; a shop that ends reports those of this one. */
export const blankPages: ShopPageFile = (app, pages) => {
  app.get(
    address,
    hidden,
    pages.site.signedIn("anybody", async (request, session) =>
      blankView(pages, request, await shopIn(pages, request, session, "clerk")),
    ),
  );
  app.post(
    address,
    hidden,
    pages.site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "clerk");
      const { term = "" } = typedIn(request, [{ name: "term" }]);
      const { now, before } = pages.acts.terms();
      const error = await tried(async () => {
        if (term !== now && term !== before) throw shopField("shop.field-missing", "term");
        await pages.acts.blank(shop, term, postedKey(request, pages.ctx.ids));
      });
      return error ? blankView(pages, request, shop, error) : seeOther(reply, addressIn(shop, "/blank"));
    }),
  );
};

async function blankView(pages: ShopPages, request: FastifyRequest, shop: Shop, error?: CodedError): Promise<View> {
  const { t } = request;
  const { now, before } = pages.acts.terms();
  const sections = await Promise.all(
    [before, now].map(async (term) => {
      const unused = await pages.acts.unused(shop, term);
      const caption = termName(request, term);
      if (unused.length === 0) return html`<h2>${caption}</h2>${emptyState({ title: t("invoice.shop.blank-none") })}`;
      const { form } = officeForm(request, {
        ...{ key: "invoice.shop", action: addressIn(shop, "/blank"), fields: [], hidden: { term, key: pages.ctx.ids.uuid() } },
        submit: term === now ? "invoice.shop.blank-ending" : "invoice.shop.blank-do",
      });
      return html`<h2>${caption}</h2>${term === before ? dueTag(request, blankDue(term, pages.acts.today())) : html`<p>${t("invoice.shop.blank-early")}</p>`}
        ${table({
          caption: t("invoice.shop.unused"),
          head: [{ text: t("invoice.shop.from") }, { text: t("invoice.shop.to") }],
          rows: unused.slice(0, 100).map(({ track, first, last }) => [{ text: `${track}${first}` }, { text: `${track}${last}` }]),
        })}${form}`;
    }),
  );
  const title = t("invoice.shop.to.blank");
  const failed =
    error && uiOf(request).errorSummary({ errorList: [{ text: refusalIn(request, error) ?? t(`error.${error.code}`) }] });
  return {
    title,
    content: html`${failed}<h1>${title}</h1><p class="tr-lead">${t("invoice.shop.blank-lead")}</p>${sections}`,
    path: trail(request, shop),
    ...failedAs(error),
  };
}
