import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { asked, hidden, postedKey, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { halfWidth } from "../intake/characters.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../office/form-view.ts";
import type { Shop } from "./access.ts";
import { addressIn, type ShopPageFile, type ShopPages, shopIn, shopPath, trail } from "./parts.ts";
import { refusalIn } from "./refused-view.ts";

const address = `${shopPath}/:ban/issue`;
const lines = [0, 1, 2, 3, 4];
const codes = ["buyer", "carrier", "donation"];
const fieldNames = [
  "buyer",
  "buyerName",
  "carrier",
  "donation",
  ...lines.flatMap((nth) => [`item${nth}`, `quantity${nth}`, `price${nth}`]),
];

/** An invoice issued by hand, under the next number of a book or the number of one that was voided. */
export const issuePages: ShopPageFile = (app, pages) => {
  app.get(
    address,
    hidden,
    pages.site.signedIn("anybody", async (request, session) =>
      issueView(pages, request, await shopIn(pages, request, session, "clerk"), {
        again: asked(request, "again", 20).replace("/", " "),
      }),
    ),
  );
  app.post(
    address,
    hidden,
    pages.site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "clerk");
      const typed = typedIn(
        request,
        [...fieldNames, "book", "again"].map((name) => ({ name })),
      );
      const values = Object.fromEntries(
        Object.entries(typed).map(([name, text]) => [name, codes.includes(name) ? halfWidth(text) : text]),
      );
      const key = postedKey(request, pages.ctx.ids);
      let number = "";
      const error = await tried(async () => {
        number = await pages.acts.issue(shop, values, key);
      });
      if (error) return issueView(pages, request, shop, values, error);
      return seeOther(reply, addressIn(shop, `/invoices/${pages.acts.terms().now}/${number}`));
    }),
  );
};

async function issueView(
  pages: ShopPages,
  request: FastifyRequest,
  shop: Shop,
  values: Record<string, string>,
  error?: CodedError,
): Promise<View> {
  const { t } = request;
  const { again = "" } = values;
  const books = (await pages.acts.books(shop, [pages.acts.terms().now])).filter(
    ({ next, type }) => next !== null && type === "07",
  );
  const fields: OfficeField[] = [
    ...(again === "" && books.length > 1
      ? [
          {
            ...{ name: "book", kind: "choice" as const },
            options: books.map(({ track, first, last, next }) => ({
              value: `${track}${first}`,
              text: `${track}${first}–${last} (${next})`,
            })),
          },
        ]
      : []),
    { name: "buyer", hint: true },
    { name: "buyerName" },
    { name: "carrier", hint: true },
    { name: "donation", hint: true },
    ...lines.flatMap((nth) => [{ name: `item${nth}` }, { name: `quantity${nth}` }, { name: `price${nth}` }]),
  ];
  const { summary, form } = officeForm(request, {
    ...{ key: "invoice.shop", action: addressIn(shop, "/issue"), fields, submit: "invoice.shop.to.issue", values, error },
    says: refusalIn(request, error),
    fold: { from: "item1", text: t("invoice.shop.more-items") },
    hidden: { key: pages.ctx.ids.uuid(), ...(again === "" ? {} : { again }) },
  });
  const title = again === "" ? t("invoice.shop.to.issue") : t("invoice.shop.again-of", { number: again.split(" ")[1] ?? "" });
  const content = html`${summary}<h1>${title}</h1><p class="tr-lead">${t("invoice.shop.issue-lead")}</p>${form}`;
  return { title, content, path: trail(request, shop), ...failedAs(error) };
}
