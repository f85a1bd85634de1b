import { scrollable, summaryList, table } from "@troad/design";
import { html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import type { View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed, shownOnce } from "../office/act-views.ts";
import { failedAs, officeForm, tried, typedIn } from "../office/form-view.ts";
import type { Shop } from "./access.ts";
import { addressIn, dayText, noIn, ownerForms, type ShopPageFile, type ShopPages, trail } from "./parts.ts";
import { senderOf } from "./sending.ts";

type Shown = { error: CodedError | undefined; certificate: string; token: string | undefined; seal: string };

/** Certificates and tokens of a shop's programs, renewed before the old ones end, and the key of its QR codes. */
export const keyPages: ShopPageFile = (app, pages) => {
  const { registrations, sending } = pages;
  const post = ownerForms<Shown>(app, pages, "keys", (request, shop, shown) => keysView(pages, request, shop, shown));
  post("", async ({ request, shop, by }) => {
    const { certificate = "" } = typedIn(request, [{ name: "certificate" }]);
    let token: string | undefined;
    const error = await tried(async () => {
      const sender = await sending.register(shop, by);
      ({ token } = await registrations.credential({ sender, certificate, by }));
    });
    return { error, certificate: error ? certificate : "", token };
  });
  post("/end", async ({ request, shop, by }) => {
    const error = await tried(() => registrations.endCredential({ sender: senderOf(shop.ban), no: noIn(request), by }));
    return error && { error };
  });
  post("/seal", async ({ shop, by }) => {
    await pages.ctx.db.tx((tx) => tx.audit({ actor: by, action: "invoice.qr-key-shown", target: shop.ban }));
    return { seal: pages.sealKey(shop.ban) };
  });
};

async function keysView(pages: ShopPages, request: FastifyRequest, shop: Shop, shown: Partial<Shown>): Promise<View> {
  const { t } = request;
  const title = t("invoice.shop.to.keys");
  const rows = await pages.registrations.credentials(senderOf(shop.ban));
  const { summary, form } = officeForm(request, {
    ...{ key: "invoice.senders", action: addressIn(shop, "/keys"), fields: [{ name: "certificate", kind: "area", hint: true }] },
    ...{ submit: "invoice.senders.add", values: { certificate: shown.certificate ?? "" }, error: shown.error },
  });
  const caption = t("invoice.senders.credentials");
  const list = scrollable(
    caption,
    table({
      caption,
      head: ["invoice.senders.kind", "invoice.senders.digest", "invoice.senders.until", "invoice.office.act"].map((key) => ({
        text: t(key),
      })),
      rows: rows.map(({ no, kind, sha256, until, ended }) => [
        { text: t(`invoice.senders.kind.${kind}`) },
        { html: html`<code>${sha256.slice(0, 16)}</code>` },
        { text: until === null ? "" : dayText(request, until) },
        ended
          ? { text: t("invoice.office.standing.ended") }
          : { html: deed(request, addressIn(shop, "/keys/end"), "invoice.senders.end-credential", { no: String(no) }) },
      ]),
    }),
  );
  const seal =
    shown.seal === undefined
      ? deed(request, addressIn(shop, "/keys/seal"), "invoice.shop.seal-show")
      : summaryList({ rows: [{ key: { text: t("invoice.shop.seal") }, value: { html: html`<code>${shown.seal}</code>` } }] });
  const content = html`${summary}<h1>${title}</h1>${shown.token !== undefined && shownOnce(request, "invoice.senders.token", [["value", shown.token]])}
    ${rows.length > 0 && list}<h2>${t("invoice.senders.add")}</h2>${form}<h2>${t("invoice.shop.seal")}</h2><p>${t("invoice.shop.seal-lead")}</p>${seal}`;
  return { title, content, path: trail(request, shop), ...failedAs(shown.error) };
}
