import { emptyState, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { CodedError, ModuleContext } from "@troad/kernel";
import type { Site, View } from "@troad/web";
import type { WebhooksApi } from "@troad/webhooks/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { deed } from "../office/act-views.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../office/form-view.ts";
import type { Shop, ShopAccess } from "../shop/access.ts";
import { shopFailure } from "../shop/errors.ts";
import { addressIn, dayText, noIn, ownerForms, trail } from "../shop/parts.ts";
import type { Programs } from "./programs.ts";
import { endpointOf } from "./tell.ts";

type Pages = {
  ctx: Pick<ModuleContext, "db">;
  site: Site;
  access: ShopAccess;
  programs: Programs;
  webhooks: Pick<WebhooksApi, "secret">;
};
const most = 500;
const fieldsOf = ({ t }: FastifyRequest): OfficeField[] => [
  { name: "client", hint: true },
  {
    name: "rights",
    kind: "choice",
    options: ["clerk", "reader"].map((value) => ({ value, text: t(`invoice.programs.rights.${value}`) })),
  },
  { name: "webhook", hint: true },
];

type Shown = { values: Record<string, string>; error: CodedError; secret: { name: string; value: string } };

/** Which programs may work for a business by API v2, and where they are told. */
export function programPages(app: FastifyInstance, pages: Pages): void {
  const { ctx, programs, webhooks } = pages;
  const own = async (shop: Shop, no: number) => {
    const found = (await programs.list(shop.ban)).find((one) => one.no === no);
    if (!found?.webhook) throw shopFailure("shop.unknown");
    return found;
  };
  const post = ownerForms<Shown>(app, pages, "programs", (request, shop, shown) => programsView(pages, request, shop, shown));
  post("", async ({ request, shop, by }) => {
    const values = typedIn(request, fieldsOf(request));
    const { client = "", rights = "", webhook = "" } = values;
    const error = await tried(() => programs.name({ shop, client, rights, webhook: webhook.slice(0, most), by }));
    return error && { values, error };
  });
  post("/end", async ({ request, shop, by }) => {
    const error = await tried(() => programs.end({ shop, no: noIn(request), by }));
    return error && { error };
  });
  post("/secret", async ({ request, shop, by }) => {
    const program = await own(shop, noIn(request));
    await ctx.db.tx((tx) =>
      tx.audit({ actor: by, action: "invoice.program-secret-shown", target: `${shop.ban} ${program.client}` }),
    );
    return { secret: { name: program.name, value: await webhooks.secret(endpointOf(program.no)) } };
  });
}

async function programsView({ programs }: Pages, request: FastifyRequest, shop: Shop, shown: Partial<Shown>): Promise<View> {
  const { t } = request;
  const { values = {}, error, secret } = shown;
  const title = t("invoice.shop.to.programs");
  const here = addressIn(shop, "/programs");
  const rows = await programs.list(shop.ban);
  const { summary, form } = officeForm(request, {
    ...{ key: "invoice.programs", action: here, fields: fieldsOf(request), submit: "invoice.programs.name-do", values, error },
  });
  const acts = (no: number, webhook: string | null): Html =>
    html`${webhook !== null && deed(request, `${here}/secret`, "invoice.programs.secret-show", { no: String(no) })}
      ${deed(request, `${here}/end`, "invoice.programs.end", { no: String(no) })}`;
  const head = [
    "invoice.programs.name",
    "invoice.programs.rights",
    "invoice.programs.webhook",
    "invoice.office.since",
    "invoice.office.act",
  ];
  const list = scrollable(
    title,
    table({
      caption: title,
      head: head.map((key) => ({ text: t(key) })),
      rows: rows.map(({ no, name, client, rights, webhook, at }) => [
        { html: html`${name}<br><code>${client}</code>` },
        { text: t(`invoice.programs.rights.${rights}`) },
        { text: webhook ?? t("invoice.programs.webhook-none") },
        { text: dayText(request, at) },
        { html: acts(no, webhook) },
      ]),
    }),
  );
  const told =
    secret &&
    summaryList({
      rows: [
        {
          key: { text: t("invoice.programs.secret", { name: secret.name }) },
          value: { html: html`<code>${secret.value}</code>` },
        },
      ],
    });
  const content = html`${summary}<h1>${title}</h1><p class="tr-lead">${t("invoice.programs.lead")}</p>${told}
    ${rows.length > 0 ? list : emptyState({ title: t("invoice.programs.none") })}<h2>${t("invoice.programs.name-do")}</h2>${form}`;
  return { title, content, path: trail(request, shop), ...failedAs(error) };
}
