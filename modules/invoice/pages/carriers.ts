import { button, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isMobileBarcode, mobileBarcode } from "@troad/invoice-formats";
import { instant, seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { carriersHeldBy, insertHolder, mostCarriers } from "../store/holders.ts";
import { type Held, holdingsOf } from "./holdings.ts";
import { noCarrier } from "./mine.ts";
import { asked, type PageFile, type Pages, posted } from "./pages.ts";

/** The person's carriers; a mobile barcode is added by whoever knows its verify code. */
export const carrierPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/carriers",
    hidden,
    pages.site.signedIn("anybody", async (request, person) => {
      const { t } = request;
      const held = await holdingsOf(pages, person.subject);
      const done = ["added", "joined", "removed"].find((one) => one === asked(request, "done"));
      const links = html`<div class="tr-button-group">${button({ text: t("invoice.add.title"), href: "/invoice/carriers/add" })}${held.some(({ type }) => type === mobileBarcode) && button({ text: t("invoice.join.title"), href: "/invoice/carriers/join", classes: "tr-button--secondary" })}</div>`;
      const content = html`${done && uiOf(request).notificationBanner({ type: "success", text: t(`invoice.done.${done}`) })}<h1>${t("invoice.carriers.title")}</h1>${held.length === 0 ? noCarrier(request) : html`${list(request, held)}${links}`}`;
      return { title: t("invoice.carriers.title"), content, path: [] };
    }),
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
      const [barcode, code] = [posted(request, "barcode", 20).toUpperCase(), posted(request, "code", 40)];
      const carrier = { type: mobileBarcode, id: barcode };
      const fault = await addFault(pages, person.subject, carrier.id, code);
      if (fault) return addView(request, { barcode, fault });
      const row = { ...carrier, no: pages.ctx.ids.uuid(), subject: person.subject, held: true, at: instant(pages.ctx.clock) };
      await insertHolder(pages.ctx.db, row);
      return seeOther(reply, "/invoice/carriers?done=added");
    }),
  );

  app.post(
    "/invoice/carriers/remove",
    hidden,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const [type, id] = [posted(request, "type", 10), posted(request, "id", 64)];
      const own = await carriersHeldBy(pages.ctx.db, person.subject);
      if (own.some((one) => one.type === type && one.id === id))
        await insertHolder(pages.ctx.db, {
          ...{ type, id, subject: person.subject, held: false },
          no: pages.ctx.ids.uuid(),
          at: instant(pages.ctx.clock),
        });
      return seeOther(reply, "/invoice/carriers?done=removed");
    }),
  );
};

type Fault = { field: "barcode" | "code"; key: string };

/** Wrong and locked are told alike, and so is a barcode that nobody registered: a guesser learns nothing. */
async function addFault(pages: Pages, subject: string, barcode: string, code: string): Promise<Fault | undefined> {
  if (!isMobileBarcode(barcode)) return { field: "barcode", key: "barcode-form" };
  if (code === "") return { field: "code", key: "code-missing" };
  if ((await carriersHeldBy(pages.ctx.db, subject)).length >= mostCarriers) return { field: "barcode", key: "too-many" };
  if (!(await pages.desk.proves({ type: mobileBarcode, id: barcode }, code))) return { field: "code", key: "wrong" };
  return undefined;
}

const list = (request: FastifyRequest, held: readonly Held[]): Html =>
  summaryList({
    rows: held.map(({ type, id, name, barcode }) => ({
      key: { text: name },
      value: {
        html: html`<span class="inv-code">${id}</span>${
          barcode === undefined
            ? html`<form method="post" action="/invoice/carriers/remove"><input type="hidden" name="type" value="${type}"><input type="hidden" name="id" value="${id}">${button({ html: html`${request.t("invoice.carriers.remove")}<span class="tr-visually-hidden"> ${id}</span>`, classes: "tr-button--secondary" })}</form>`
            : html`<br><span class="tr-hint">${request.t("invoice.carriers.joined", { barcode })}</span>`
        }`,
      },
    })),
  });

function addView(request: FastifyRequest, { barcode = "", fault }: { barcode?: string; fault?: Fault }): View {
  const { t } = request;
  const ui = uiOf(request);
  const text = fault && t(`invoice.add.${fault.key}`, { most: String(mostCarriers) });
  const errorAt = (field: Fault["field"]) => (fault?.field === field ? { errorMessage: { text: text! } } : {});
  const content = html`${fault && ui.errorSummary({ errorList: [{ text: text!, href: `#${fault.field}` }] })}<h1>${t("invoice.add.title")}</h1><p>${t("invoice.add.lead")}</p><form method="post" action="/invoice/carriers/add" novalidate>${ui.input(
    {
      name: "barcode",
      label: { text: t("invoice.add.barcode") },
      hint: { text: t("invoice.add.barcode-hint") },
      value: barcode,
      autocomplete: "off",
      spellcheck: false,
      classes: "tr-input--width-10",
      ...errorAt("barcode"),
    },
  )}${ui.passwordInput({ name: "code", label: { text: t("invoice.add.code") }, hint: { text: t("invoice.add.code-hint") }, ...errorAt("code") })}${button({ text: t("invoice.add.do") })}</form>`;
  const path = [{ href: "/invoice/carriers", text: t("invoice.carriers.title") }];
  return { title: t("invoice.add.title"), content, path, isError: fault !== undefined, status: fault ? 422 : 200 };
}
