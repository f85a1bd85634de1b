import { type Html, html } from "@troad/html";
import { mark } from "../icons.ts";
import { type Content, contentOf, hasContent, type Maybe } from "../options.ts";
import type { Words } from "../words.ts";

/** Frames a QR code on white with its quiet zone, in both colour schemes, with the address as text for people who cannot scan. */
export const qrFrame = (options: { readonly code: Html; readonly caption: Content } & Maybe<{ url: string }>): Html =>
  html`<figure class="tr-qr"><div class="tr-qr__code">${options.code}</div><figcaption class="tr-qr__caption">${contentOf(options.caption)}${
    options.url !== undefined && html`<a class="tr-link tr-qr__url" href="${options.url}">${options.url}</a>`
  }</figcaption></figure>`;

export type CertificateOptions = {
  /** The name of the document, such as "Household certificate": the page's `h1`. */
  readonly title: string;
  readonly agency: string;
  readonly number: string;
  /** A `time` element or text. */
  readonly issuedOn: Html | string;
  readonly rows: readonly { readonly label: string; readonly value: Content }[];
  /** The QR code (SVG) of `checkUrl`. */
  readonly code: Html;
  readonly checkUrl: string;
} & Maybe<{
  subtitle: string;
  /** The sentence that certifies. */
  statement: Content;
  /** How to check the document without the QR code, or on whose signature it rests. */
  note: Content;
}>;

/** A certificate that fills one A4 page when printed; the site's header and footer are not printed. */
export const certificate = (options: CertificateOptions, words: Words): Html =>
  html`<article class="tr-certificate">${head(options)}${
    hasContent(options.statement) && html`<div class="tr-certificate__statement">${contentOf(options.statement)}</div>`
  }<dl class="tr-certificate__rows">${options.rows.map(
    (row) => html`<div class="tr-certificate__row"><dt>${row.label}</dt><dd>${contentOf(row.value)}</dd></div>`,
  )}</dl>${foot(options, words)}${
    hasContent(options.note) && html`<div class="tr-certificate__note">${contentOf(options.note)}</div>`
  }</article>`;

const head = ({ agency, title, subtitle }: CertificateOptions): Html =>
  html`<header class="tr-certificate__head"><div class="tr-certificate__agency">${mark}<span>${agency}</span></div>
    <h1 class="tr-certificate__title">${title}</h1>${
      subtitle !== undefined && html`<p class="tr-certificate__subtitle">${subtitle}</p>`
    }</header>`;

/** The issuer, the date, the number, and where to check it. */
function foot({ agency, issuedOn, number, code, checkUrl }: CertificateOptions, words: Words): Html {
  const issue = html`<div><dt>${words.issuedBy}</dt><dd>${agency}</dd></div><div><dt>${words.issuedOn}</dt><dd>${issuedOn}</dd></div>`;
  const numbered = html`<div><dt>${words.certificateNumber}</dt><dd class="tr-certificate__number">${number}</dd></div>`;
  return html`<div class="tr-certificate__foot"><dl class="tr-certificate__issue">${issue}${numbered}</dl>${qrFrame({
    code,
    caption: { text: words.checkHere },
    url: checkUrl,
  })}</div>`;
}
