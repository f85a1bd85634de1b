import { emptyState, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type CodedError, type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, type Site, type View } from "@troad/web";
import type { WebhooksApi } from "@troad/webhooks/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { deed } from "../office/act-views.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../office/form-view.ts";
import type { Shop, ShopAccess } from "../shop/access.ts";
import { shopFailure } from "../shop/errors.ts";
import { addressIn, dayText, shopIn, shopPath, trail } from "../shop/parts.ts";
import type { Programs } from "./programs.ts";
import { endpointOf } from "./tell.ts";

type Pages = {
  ctx: Pick<ModuleContext, "db">;
  site: Site;
  access: ShopAccess;
  programs: Programs;
  webhooks: Pick<WebhooksApi, "secret">;
};
const address = `${shopPath}/:ban/programs`;
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

/** Which programs may work for a business by API v2, and where they are told. */
export function programPages(app: FastifyInstance, pages: Pages): void {
  const { ctx, site, programs, webhooks } = pages;
  const own = async (shop: Shop, no: string) => {
    const found = (await programs.list(shop.ban)).find((one) => one.no === Number(no));
    if (!found?.webhook) throw shopFailure("shop.unknown");
    return found;
  };
  app.get(
    address,
    hidden,
    site.signedIn("anybody", async (request, session) =>
      programsView(pages, request, await shopIn(pages, request, session, "owner"), {}),
    ),
  );
  app.post(
    address,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "owner");
      const values = typedIn(request, fieldsOf(request));
      const { client = "", rights = "", webhook = "" } = values;
      const error = await tried(() =>
        programs.name({ shop, client, rights, webhook: webhook.slice(0, most), by: session.subject }),
      );
      return error ? programsView(pages, request, shop, { values, error }) : seeOther(reply, addressIn(shop, "/programs"));
    }),
  );
  app.post(
    `${address}/end`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "owner");
      const { no = "" } = typedIn(request, [{ name: "no" }]);
      const error = await tried(() => programs.end({ shop, no: Number(no) || 0, by: session.subject }));
      return error ? programsView(pages, request, shop, { error }) : seeOther(reply, addressIn(shop, "/programs"));
    }),
  );
  app.post(
    `${address}/secret`,
    hidden,
    site.signedIn("anybody", async (request, session) => {
      const shop = await shopIn(pages, request, session, "owner");
      const { no = "" } = typedIn(request, [{ name: "no" }]);
      const program = await own(shop, no);
      await ctx.db.tx((tx) =>
        tx.audit({ actor: session.subject, action: "invoice.program-secret-shown", target: `${shop.ban} ${program.client}` }),
      );
      const secret = { name: program.name, value: await webhooks.secret(endpointOf(program.no)) };
      return programsView(pages, request, shop, { secret });
    }),
  );
}

type Shown = { values?: Record<string, string>; error?: CodedError | undefined; secret?: { name: string; value: string } };
async function programsView({ programs }: Pages, request: FastifyRequest, shop: Shop, shown: Shown): Promise<View> {
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
