import { button } from "@troad/design";
import { type Html, html, trusted } from "@troad/html";
import { citizenCertificate, mobileBarcode } from "@troad/invoice-formats";
import { kernelFailure } from "@troad/kernel";
import { bars } from "@troad/slip";
import type { FastifyRequest } from "fastify";
import type { PageFile, Pages } from "../site/pages.ts";
import type { Held } from "./holdings.ts";
import { carriersPath, onCarrier, requestedCarrier } from "./requested-carrier.ts";

/** Carriers that tills read as a barcode; other cards are held to a reader. */
export const isShown = ({ type }: Pick<Held, "type">): boolean => type === mobileBarcode || type === citizenCertificate;

/** A carrier's barcode, as large as the screen, to show at the till. It needs no script and, once opened, no network. */
export const barcodePages: PageFile = (app, pages) => {
  app.get(
    "/invoice/carriers/:carrier/show",
    onCarrier,
    pages.site.signedIn("anybody", async (request, person) => {
      const held = await requestedCarrier(pages, request, person.subject);
      if (!isShown(held)) throw kernelFailure("request.not-found");
      return { title: request.t("invoice.barcode.title"), content: shown(pages, request, held), path: carriersPath(request) };
    }),
  );
};

function shown({ assets }: Pages, { t }: FastifyRequest, { name, id }: Held): Html {
  const whole = button({
    text: t("invoice.barcode.whole-screen"),
    type: "button",
    classes: "tr-button--secondary",
    attributes: { "data-whole-screen": "", hidden: true },
  });
  return html`<h1>${t("invoice.barcode.title")}</h1>
    <figure class="inv-barcode" data-barcode="/invoice/barcode-worker.js">
      <figcaption class="inv-barcode__name">${name}</figcaption>${drawn(id, t("invoice.barcode.picture", { id }))}
      <p class="inv-barcode__text">${id}</p></figure>
    <p>${t("invoice.barcode.bright")}</p>${whole}
    <p class="inv-barcode__kept" data-offline hidden role="status">${t("invoice.barcode.offline")}</p>
    <script src="${assets.barcode}" defer></script>`;
}

/** Black on white in every theme, because scanners need it. The path contains only numbers, produced by `bars`. */
function drawn(text: string, label: string): Html {
  const { width, height, path } = bars.code39(text, 60);
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none"
    shape-rendering="crispEdges" role="img" aria-label="${label}"><rect width="${width}" height="${height}" fill="#ffffff"/>
    ${trusted(`<path fill="#000000" d="${path}"/>`)}</svg>`;
}
