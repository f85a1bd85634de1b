import { button } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isCarrierType, mobileBarcode } from "@troad/invoice-formats";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { asked, type PageFile, type Pages, postedCode } from "../site/pages.ts";
import { cardKinds } from "./card-kinds.ts";
import { carriersPath } from "./requested-carrier.ts";

type Answers = { barcode: string; barcodeCode: string; type: string; id: string; cardCode: string };
const fields = ["barcode", "barcodeCode", "type", "id", "cardCode"] as const;

/** Links a card to a mobile barcode (歸戶); the person proves possession of both. */
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
      const [barcode, barcodeCode, type, id, cardCode] = fields.map((name) => postedCode(request, name, 64)) as [
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
      const refused = await pages.carrierService.link(barcode, card, { barcode: barcodeCode, card: cardCode }, person.subject);
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
  const words = asked(request, "kind", 40);
  const types = cardKinds(pages.rules.carrierTypes, words);
  const text = fault && t(`invoice.join.${fault.key}`);
  const common = (name: keyof Answers) => ({
    name,
    label: { text: t(`invoice.join.field.${name}`) },
    ...(fault?.field === name ? { errorMessage: { text: text! } } : {}),
  });
  const barcodeItems = barcodes.map(({ id }) => ({ value: id, text: id }));
  const typeItems = types.map(([value, name]) => ({ value, text: name }));
  // a choice that the list does not show cannot stay selected
  const chosen = answers?.type ?? (words !== "" && types.length === 1 ? types[0]![0] : undefined);
  const summary = fault && ui.errorSummary({ errorList: [{ text: text!, href: `#${fault.field}` }] });
  const content = html`${summary}<h1>${t("invoice.join.title")}</h1><p>${t("invoice.join.lead")}</p>${kindForm(request, words, types.length)}
    <form method="post" action="/invoice/carriers/join" novalidate>
    ${ui.select({ ...common("barcode"), value: answers?.barcode, items: barcodeItems })}${ui.passwordInput(common("barcodeCode"))}
    ${ui.select({ ...common("type"), value: chosen, items: typeItems })}
    ${ui.input({ ...common("id"), value: answers?.id ?? "", autocomplete: "off", spellcheck: false })}
    ${ui.passwordInput(common("cardCode"))}${button({ text: t("invoice.join.do") })}</form>`;
  return {
    title: t("invoice.join.title"),
    content,
    path: carriersPath(request),
    isError: fault !== undefined,
    status: fault ? 422 : 200,
  };
}

/** Narrows the list of card types: a separate form that reloads the page before anything else is filled in. */
function kindForm(request: FastifyRequest, words: string, found: number): Html {
  const { t } = request;
  const field = uiOf(request).input({
    name: "kind",
    type: "search",
    label: { text: t("invoice.join.kind") },
    hint: { text: t("invoice.join.kind-hint") },
    value: words,
    autocomplete: "off",
  });
  const told = words !== "" && html`<p role="status">${t("invoice.join.kinds-found", { count: found })}</p>`;
  return html`<form class="tr-filters" method="get" action="/invoice/carriers/join">${field}
    <div class="tr-filters__actions">${button({ text: t("invoice.join.find"), classes: "tr-button--secondary" })}</div></form>${told}`;
}
