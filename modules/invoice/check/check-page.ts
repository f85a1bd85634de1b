import { button, emptyState } from "@troad/design";
import { attributes, type Html, html } from "@troad/html";
import { termOf, termPlus } from "@troad/invoice-formats";
import { seeOther } from "@troad/kernel";
import { hidden, todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type PageFile, type Pages, posted } from "../site/pages.ts";
import { termName } from "../site/words-view.ts";
import { judge, type Paper, papersIn, typedPaper } from "./papers.ts";
import { type Entry, keepPile, mostEntries, pileOf } from "./pile.ts";
import { pileEntries } from "./verdict-view.ts";

/** Checks paper invoices for everyone: by the text of their codes, by camera, or typed in; each against the draw of its own period. */
export const checkPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/check",
    hidden,
    pages.site.open(async (request, _session, reply) => {
      // only this page may use the camera
      reply.header("permissions-policy", "geolocation=(), microphone=(), camera=(self), payment=()");
      reply.header("cache-control", "no-store");
      return checkView(pages, request, undefined);
    }),
  );

  const add = async (request: FastifyRequest, papers: readonly Paper[]): Promise<Entry[]> => {
    let pile = pileOf(pages, request);
    for (const paper of papers) {
      const entry = await judge(pages, paper);
      pile = [entry, ...pile.filter(({ term, number }) => term !== entry.term || number !== entry.number)];
    }
    return pile.slice(0, mostEntries);
  };

  app.post(
    "/invoice/check",
    { ...hidden, bodyLimit: 64 * 1024 },
    pages.site.open(async (request, _session, reply) => {
      const text = posted(request, "text", 16_000);
      const { papers, unread } = papersIn(text);
      if (papers.length === 0 || unread > 0)
        return checkView(pages, request, {
          text,
          error: request.t(text === "" ? "invoice.check.missing" : "invoice.check.unread"),
        });
      keepPile(pages, reply, await add(request, papers));
      return seeOther(reply, "/invoice/check#pile");
    }),
  );

  app.post("/invoice/check/clear", hidden, async (_request, reply) => {
    keepPile(pages, reply, []);
    return seeOther(reply, "/invoice/check");
  });

  app.get(
    "/invoice/check/number",
    hidden,
    pages.site.open(async (request) => numberView(pages, request, {})),
  );
  app.post(
    "/invoice/check/number",
    hidden,
    pages.site.open(async (request, _session, reply) => {
      const [term, number, random] = [posted(request, "term"), posted(request, "number"), posted(request, "random")];
      const paper = typedPaper(term, number, random);
      if ("fault" in paper) return numberView(pages, request, { term, number, random, fault: paper.fault });
      keepPile(pages, reply, await add(request, [paper]));
      return seeOther(reply, "/invoice/check#pile");
    }),
  );
};

type Refused = { text: string; error: string };

async function checkView(pages: Pages, request: FastifyRequest, refused: Refused | undefined): Promise<View> {
  const { t } = request;
  const ui = uiOf(request);
  const field = ui.textarea({
    name: "text",
    rows: 4,
    label: { text: t("invoice.check.text") },
    hint: { text: t("invoice.check.text-hint") },
    value: refused?.text ?? "",
    spellcheck: false,
    ...(refused ? { errorMessage: { text: refused.error } } : {}),
  });
  const summary = refused && ui.errorSummary({ errorList: [{ text: refused.error, href: "#text" }] });
  const content = html`${summary}<h1>${t("invoice.check.title")}</h1><p>${t("invoice.check.lead")}</p>${scanner(pages, request)}
    <form method="post" action="/invoice/check" novalidate>${field}${button({ text: t("invoice.check.do") })}</form>
    <p><a class="tr-link" href="/invoice/check/number">${t("invoice.check.typed")}</a></p>
    ${await pile(pages, request)}<script src="${pages.assets.scanner}" defer></script>`;
  return {
    title: t("invoice.check.title"),
    content,
    path: [],
    isError: refused !== undefined,
    status: refused ? 422 : 200,
  };
}

/** Shown only by its script: without a script there is no camera. */
function scanner({ assets }: Pages, { t }: FastifyRequest): Html {
  const own = {
    class: "inv-scanner",
    hidden: true,
    "data-scanner": assets.decoder,
    "data-looking": t("invoice.scan.looking"),
    "data-refused": t("invoice.scan.refused"),
    "data-found": t("invoice.scan.found"),
  };
  const quiet = { type: "button", classes: "tr-button--secondary" } as const;
  const start = button({ ...quiet, text: t("invoice.scan.start"), attributes: { "data-scan-start": "" } });
  const stop = button({ ...quiet, text: t("invoice.scan.stop"), attributes: { "data-scan-stop": "", hidden: true } });
  return html`<div${attributes(own)}>${start}${stop}<video hidden muted playsinline aria-label="${t("invoice.scan.picture")}"></video>
    <p role="status" data-scan-status></p></div>`;
}

async function pile(pages: Pages, request: FastifyRequest): Promise<Html> {
  const { t } = request;
  const entries = pileOf(pages, request);
  const shown =
    entries.length === 0
      ? emptyState({ title: t("invoice.check.empty"), headingLevel: 3 })
      : html`<ul class="inv-pile">${await pileEntries(pages, request, entries)}</ul>
        <form method="post" action="/invoice/check/clear">${button({ text: t("invoice.check.clear"), classes: "tr-button--secondary" })}</form>`;
  return html`<section id="pile"><h2>${t("invoice.check.pile")}</h2>${shown}</section>`;
}

type Typed = { term?: string; number?: string; random?: string; fault?: "number" | "term" | "random" };

function numberView(pages: Pages, request: FastifyRequest, { term = "", number = "", random = "", fault }: Typed): View {
  const { t } = request;
  const ui = uiOf(request);
  const terms = Array.from({ length: 8 }, (_, back) => termPlus(termOf(todayOf(pages)), -back));
  const error = fault && t(`invoice.check.wrong-${fault}`);
  const common = (name: "number" | "term" | "random") => ({
    name,
    label: { text: t(`invoice.check.field.${name}`) },
    ...(fault === name ? { errorMessage: { text: error! } } : {}),
  });
  const numberField = ui.input({
    ...common("number"),
    hint: { text: t("invoice.check.number-hint") },
    value: number,
    autocomplete: "off",
    spellcheck: false,
    classes: "tr-input--width-10",
  });
  const items = terms.map((value) => ({ value, text: termName(request, value) }));
  const termField = ui.select({ ...common("term"), value: term, items });
  const randomField = ui.input({
    ...common("random"),
    hint: { text: t("invoice.check.random-hint") },
    value: random,
    inputmode: "numeric",
    autocomplete: "off",
    classes: "tr-input--width-4",
  });
  const summary = error && ui.errorSummary({ errorList: [{ text: error, href: `#${fault}` }] });
  const content = html`${summary}<h1>${t("invoice.check.typed")}</h1><form method="post" action="/invoice/check/number" novalidate>
    ${numberField}${termField}${randomField}${button({ text: t("invoice.check.do") })}</form>`;
  return {
    title: t("invoice.check.typed"),
    content,
    path: [{ href: "/invoice/check", text: t("invoice.check.title") }],
    isError: fault !== undefined,
    status: fault ? 422 : 200,
  };
}
