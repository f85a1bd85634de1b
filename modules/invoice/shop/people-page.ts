import { emptyState, table } from "@troad/design";
import { html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import type { View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed } from "../office/act-views.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../office/form-view.ts";
import type { Shop } from "./access.ts";
import { addressIn, dayText, noIn, ownerForms, type ShopPageFile, type ShopPages, trail } from "./parts.ts";

const fieldsOf = ({ t }: FastifyRequest): OfficeField[] => [
  { name: "nationalId" },
  { name: "name", hint: true },
  {
    name: "rights",
    kind: "choice",
    options: ["clerk", "reader"].map((value) => ({ value, text: t(`invoice.shop.rights.${value}`) })),
  },
];

type Shown = { values: Record<string, string>; error: CodedError };

/** Who else works for a business here: named by its representative, and ended at once. */
export const peoplePages: ShopPageFile = (app, pages) => {
  const { access } = pages;
  const post = ownerForms<Shown>(app, pages, "people", (request, shop, shown) => peopleView(pages, request, shop, shown));
  post("", async ({ request, shop, by }) => {
    const values = typedIn(request, fieldsOf(request));
    const { nationalId = "", name = "", rights = "" } = values;
    const error = await tried(() =>
      access.name({ shop, nationalId: nationalId.slice(0, 20), name: name.slice(0, 100), rights, by }),
    );
    return error && { values, error };
  });
  post("/end", async ({ request, shop, by }) => {
    const error = await tried(() => access.end({ shop, no: noIn(request), by }));
    return error && { error };
  });
};

async function peopleView(
  { access }: ShopPages,
  request: FastifyRequest,
  shop: Shop,
  { values = {}, error }: Partial<Shown>,
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
