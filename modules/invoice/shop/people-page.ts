import { emptyState, table } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed } from "../office/act-views.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../office/form-view.ts";
import type { Shop } from "./access.ts";
import { addressIn, dayText, type ShopPageFile, type ShopPages, shopIn, shopPath, trail } from "./parts.ts";

const address = `${shopPath}/:ban/people`;
const fieldsOf = ({ t }: FastifyRequest): OfficeField[] => [
  { name: "nationalId" },
  { name: "name", hint: true },
  {
    name: "rights",
    kind: "choice",
    options: ["clerk", "reader"].map((value) => ({ value, text: t(`invoice.shop.rights.${value}`) })),
  },
];

/** Who else works for a business here: named by its representative, and ended at once. */
export const peoplePages: ShopPageFile = (app, pages) => {
  const { site, access } = pages;
  app.get(
    address,
    hidden,
    site.signedIn("anybody", async (request, session) =>
      peopleView(pages, request, await shopIn(pages, request, session, "owner"), {}),
    ),
  );
  app.post(
    address,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "owner");
      const values = typedIn(request, fieldsOf(request)) as Record<"nationalId" | "name" | "rights", string>;
      const error = await tried(() =>
        access.name({
          shop,
          ...values,
          nationalId: values.nationalId.slice(0, 20),
          name: values.name.slice(0, 100),
          by: session.subject,
        }),
      );
      return error ? peopleView(pages, request, shop, values, error) : seeOther(reply, addressIn(shop, "/people"));
    }),
  );
  app.post(
    `${address}/end`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "owner");
      const { no = "" } = typedIn(request, [{ name: "no" }]);
      const error = await tried(() => access.end({ shop, no: Number(no) || 0, by: session.subject }));
      return error ? peopleView(pages, request, shop, {}, error) : seeOther(reply, addressIn(shop, "/people"));
    }),
  );
};

async function peopleView(
  { access }: ShopPages,
  request: FastifyRequest,
  shop: Shop,
  values: Record<string, string>,
  error?: CodedError,
): Promise<View> {
  const { t } = request;
  const title = t("invoice.shop.to.people");
  const members = await access.members(shop.ban);
  const { summary, form } = officeForm(request, {
    ...{
      key: "invoice.shop",
      action: addressIn(shop, "/people"),
      fields: fieldsOf(request),
      submit: "invoice.shop.name-do",
      values,
      error,
    },
  });
  const list = table({
    caption: title,
    head: ["invoice.shop.name", "invoice.shop.rights", "invoice.office.since", "invoice.office.act"].map((key) => ({
      text: t(key),
    })),
    rows: members.map(({ no, name, rights, at: since }) => [
      { text: name },
      { text: t(`invoice.shop.rights.${rights}`) },
      { text: dayText(request, since) },
      { html: deed(request, addressIn(shop, "/people/end"), "invoice.shop.name-end", { no: String(no) }) },
    ]),
  });
  const content = html`${summary}<h1>${title}</h1><p class="tr-lead">${t("invoice.shop.people-lead")}</p>
    ${members.length > 0 ? list : emptyState({ title: t("invoice.shop.people-none") })}<h2>${t("invoice.shop.name-do")}</h2>${form}`;
  return { title, content, path: trail(request, shop), ...failedAs(error) };
}
