import { button, buttonGroup, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { mobileBarcode } from "@troad/invoice-formats";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { noCarrier } from "../invoices/mine-page.ts";
import { asked, type PageFile, type Pages, postedCode } from "../site/pages.ts";
import { isShown } from "./barcode-page.ts";
import { type AddRefusal, mostCarriers } from "./holders.ts";
import type { Held } from "./holdings.ts";
import { carriersPath } from "./requested-carrier.ts";

/** The person's carriers; a mobile barcode is added by anyone who knows its verification code. */
export const carrierPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/carriers",
    hidden,
    pages.site.signedIn("anybody", async (request, person) => listView(pages, request, person.subject)),
  );

  app.get(
    "/invoice/carriers/add",
    hidden,
    pages.site.signedIn("anybody", async (request) => addView(request, {})),
  );

  app.post(
    "/invoice/carriers/add",
    hidden,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const [barcode, code] = [postedCode(request, "barcode", 20).toUpperCase(), postedCode(request, "code", 40)];
      const refused = await pages.holders.add(person.subject, barcode, code);
      return refused ? addView(request, { barcode, refused }) : seeOther(reply, "/invoice/carriers?done=added");
    }),
  );
};

async function listView(pages: Pages, request: FastifyRequest, subject: string): Promise<View> {
  const { t } = request;
  const held = await pages.holdings.of(subject);
  const done = ["added", "joined", "removed"].find((one) => one === asked(request, "done"));
  const banner = done && uiOf(request).notificationBanner({ type: "success", text: t(`invoice.done.${done}`) });
  const shown = held.length === 0 ? noCarrier(request) : html`${list(pages, request, held)}${links(request, held)}`;
  const content = html`${banner}<h1>${t("invoice.carriers.title")}</h1>${shown}`;
  return { title: t("invoice.carriers.title"), content, path: [] };
}

/** Only who has a mobile barcode has something to join cards to. */
function links({ t }: FastifyRequest, held: readonly Held[]): Html {
  const add = button({ text: t("invoice.add.title"), href: "/invoice/carriers/add", classes: "tr-button--secondary" });
  if (!held.some(({ type }) => type === mobileBarcode)) return buttonGroup(add);
  const join = button({ text: t("invoice.join.title"), href: "/invoice/carriers/join", classes: "tr-button--secondary" });
  return buttonGroup(add, join);
}

const list = (pages: Pages, request: FastifyRequest, held: readonly Held[]): Html =>
  summaryList({
    rows: held.map((one) => ({
      key: { text: one.name },
      value: { html: html`<span class="inv-code">${one.id}</span>${whatOf(pages, request, one)}` },
    })),
  });

/** What can be done about a carrier, or what it is joined to. */
function whatOf({ handleOf }: Pages, { t }: FastifyRequest, held: Held): Html {
  const { id, barcode } = held;
  if (barcode !== undefined) return html`<br><span class="tr-hint">${t("invoice.carriers.joined", { barcode })}</span>`;
  const at = `/invoice/carriers/${handleOf(held)}`;
  const named = (key: string): Html => html`${t(key)}<span class="tr-visually-hidden"> ${id}</span>`;
  const show = isShown(held) && button({ html: named("invoice.carriers.show"), href: `${at}/show` });
  return html`<p class="inv-carrier">${show} <a class="tr-link" href="${at}/remove">${named("invoice.carriers.remove")}</a></p>`;
}

const fieldOf: Readonly<Record<AddRefusal, "barcode" | "code">> = {
  "barcode-form": "barcode",
  "too-many": "barcode",
  "code-missing": "code",
  wrong: "code",
};

function addView(request: FastifyRequest, { barcode = "", refused }: { barcode?: string; refused?: AddRefusal }): View {
  const { t } = request;
  const ui = uiOf(request);
  const field = refused && fieldOf[refused];
  const text = refused && t(`invoice.add.${refused}`, { most: String(mostCarriers) });
  const errorAt = (name: "barcode" | "code") => (text !== undefined && field === name ? { errorMessage: { text } } : {});
  const barcodeField = ui.input({
    name: "barcode",
    label: { text: t("invoice.add.barcode") },
    hint: { text: t("invoice.add.barcode-hint") },
    value: barcode,
    autocomplete: "off",
    spellcheck: false,
    classes: "tr-input--width-10",
    ...errorAt("barcode"),
  });
  const codeField = ui.passwordInput({
    name: "code",
    label: { text: t("invoice.add.code") },
    hint: { text: t("invoice.add.code-hint") },
    ...errorAt("code"),
  });
  const summary = text !== undefined && ui.errorSummary({ errorList: [{ text, href: `#${field}` }] });
  const content = html`${summary}<h1>${t("invoice.add.title")}</h1><p>${t("invoice.add.lead")}</p>
    <form method="post" action="/invoice/carriers/add" novalidate>${barcodeField}${codeField}${button({ text: t("invoice.add.do") })}</form>`;
  return {
    title: t("invoice.add.title"),
    content,
    path: carriersPath(request),
    isError: refused !== undefined,
    status: refused ? 422 : 200,
  };
}
