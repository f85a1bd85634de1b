import { button } from "@troad/design";
import { html } from "@troad/html";
import { isCarrierType, mobileBarcode } from "@troad/invoice-formats";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type PageFile, type Pages, posted } from "../site/pages.ts";

type Answers = { barcode: string; barcodeCode: string; type: string; id: string; cardCode: string };
const fields = ["barcode", "barcodeCode", "type", "id", "cardCode"] as const;

/** Joins a card to a mobile barcode (歸戶): whoever does it shows possession of both. */
export const joinPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/carriers/join",
    hidden,
    pages.site.signedIn("anybody", async (request, person) => view(pages, request, person.subject, undefined)),
  );

  app.post(
    "/invoice/carriers/join",
    hidden,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const [barcode, barcodeCode, type, id, cardCode] = fields.map((name) => posted(request, name, 64)) as [
        string,
        string,
        string,
        string,
        string,
      ];
      const answers: Answers = { barcode, barcodeCode, type, id, cardCode };
      const missing = fields.find((name) => answers[name] === "");
      if (missing) return view(pages, request, person.subject, { field: missing, key: "missing" }, answers);
      const own = await pages.holdings.of(person.subject);
      const mine = own.some((one) => one.type === mobileBarcode && one.id === barcode && one.barcode === undefined);
      if (!mine || !isCarrierType(type) || !pages.rules.carrierTypes.has(type))
        return view(pages, request, person.subject, { field: mine ? "type" : "barcode", key: "missing" }, answers);
      const card = { type, id, name: pages.rules.carrierTypes.get(type) ?? "" };
      const refused = await pages.desk.link(barcode, card, { barcode: barcodeCode, card: cardCode }, person.subject);
      if (refused) return view(pages, request, person.subject, { field: "cardCode", key: refused }, answers);
      return seeOther(reply, "/invoice/carriers?done=joined");
    }),
  );
};

type Fault = { field: keyof Answers; key: string };

async function view(
  pages: Pages,
  request: FastifyRequest,
  subject: string,
  fault: Fault | undefined,
  answers?: Answers,
): Promise<View> {
  const { t } = request;
  const ui = uiOf(request);
  const barcodes = (await pages.holdings.of(subject)).filter((one) => one.type === mobileBarcode);
  const types = [...pages.rules.carrierTypes].filter(([type]) => type !== mobileBarcode);
  const text = fault && t(`invoice.join.${fault.key}`);
  const common = (name: keyof Answers) => ({
    name,
    label: { text: t(`invoice.join.field.${name}`) },
    ...(fault?.field === name ? { errorMessage: { text: text! } } : {}),
  });
  const barcodeItems = barcodes.map(({ id }) => ({ value: id, text: id }));
  const typeItems = types.map(([value, name]) => ({ value, text: name }));
  const summary = fault && ui.errorSummary({ errorList: [{ text: text!, href: `#${fault.field}` }] });
  const content = html`${summary}<h1>${t("invoice.join.title")}</h1><p>${t("invoice.join.lead")}</p>
    <form method="post" action="/invoice/carriers/join" novalidate>
    ${ui.select({ ...common("barcode"), value: answers?.barcode, items: barcodeItems })}${ui.passwordInput(common("barcodeCode"))}
    ${ui.select({ ...common("type"), value: answers?.type, items: typeItems })}
    ${ui.input({ ...common("id"), value: answers?.id ?? "", autocomplete: "off", spellcheck: false })}
    ${ui.passwordInput(common("cardCode"))}${button({ text: t("invoice.join.do") })}</form>`;
  const path = [{ href: "/invoice/carriers", text: t("invoice.carriers.title") }];
  return { title: t("invoice.join.title"), content, path, isError: fault !== undefined, status: fault ? 422 : 200 };
}
