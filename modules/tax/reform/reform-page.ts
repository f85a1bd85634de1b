import fs from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { laws } from "@troad/content-law";
import { button, section } from "@troad/design";
import { type Html, html } from "@troad/html";
import { compileColumns, type Law } from "@troad/law";
import { type Change, changedLaw, type Distribution, type SampleColumns, simulateColumns } from "@troad/reform";
import { todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { assetFolder, type PageFile } from "../tax.ts";
import { type Asked, type Figure, figuresOn, lawMark, readFigures } from "./figures.ts";
import { resultView } from "./result-view.ts";
import { openSamples } from "./sample.ts";

const wanted = "income.tax";
const law = (): Law => laws.get("income")!;
const hide = { schema: { hide: true } };
const asModule = "text/javascript; charset=utf-8";
/** What the browser runs of @troad/reform: the files themselves without their types. */
const shared = (name: string): string =>
  stripTypeScriptTypes(fs.readFileSync(new URL(import.meta.resolve(`@troad/reform/${name}`)), "utf8"));
const ownScript = (): string => fs.readFileSync(path.join(assetFolder, "reform.js"), "utf8");
/** Reforms that were worked out last, so that a link that many open is worked out once. */
const kept = 100;

/**
 * Other figures of the income tax and who wins or loses. The address holds the reform, so it is its own link; without scripts the server works it
 * out, with them the browser does, by the same loop, which the server writes as a module of our own origin.
 */
export const reformPages: PageFile = (app, tax) => {
  const samples = openSamples(tax.ctx.folder, tax.reformHouseholds);
  const dayOf = (): string => `${todayOf(tax).slice(0, 4)}-12-31`;
  const askedOf = (request: FastifyRequest): Asked => readFigures(law(), dayOf(), request.query as Record<string, unknown>);

  const found = new Map<string, Distribution>();
  const simulated = (columns: SampleColumns, changes: readonly Change[]): Distribution => {
    const key = `${dayOf()} ${JSON.stringify(changes)}`;
    const known = found.get(key) ?? simulateColumns(columns, { law: law(), want: wanted, at: dayOf(), changes });
    // the last that was asked for stands at the end
    found.delete(key);
    found.set(key, known);
    if (found.size > kept) found.delete(found.keys().next().value!);
    return known;
  };

  app.get(
    "/tax/reform",
    hide,
    tax.site.open(async (request) => {
      const asked = askedOf(request);
      const sample = samples.of(dayOf());
      const shown = sample && asked.faults.length === 0 ? simulated(sample.columns, asked.changes) : undefined;
      const result = shown ? resultView(request, shown, sample!.columns.first.length - 1) : waiting(request, asked);
      return view(request, { asked, figures: figuresOn(law(), dayOf()), result });
    }),
  );

  app.get("/tax/reform/loop.js", hide, async (request, reply) => {
    const { changes, faults } = askedOf(request);
    const one = faults.length > 0 ? law() : changedLaw(law(), changes, dayOf());
    const { inputs, source } = compileColumns(one, { want: [wanted], at: dayOf() });
    const text = `export const inputs = ${JSON.stringify(inputs)};\nexport function run(inputs, outputs, first, end) {\n${source}\n}\n`;
    return reply.header("content-type", asModule).header("cache-control", "no-cache").send(text);
  });

  app.get("/tax/reform/sample.bin", hide, async (_request, reply) => {
    const { bytes } = await samples.ready(dayOf());
    return reply.header("content-type", "application/octet-stream").header("cache-control", "no-cache").send(bytes);
  });

  for (const name of ["columns", "distribution", "reform"]) {
    let text: string | undefined;
    app.get(`/tax/reform/${name}.js`, hide, async (_request, reply) => {
      text ??= name === "reform" ? ownScript() : shared(name);
      return reply.header("content-type", asModule).header("cache-control", "no-cache").send(text);
    });
  }
};

const waiting = ({ t }: FastifyRequest, { faults }: Asked): Html =>
  faults.length > 0
    ? html``
    : html`<p role="status">${t("tax.reform.waiting")}</p><p><a class="tr-link" href="">${t("tax.reform.again")}</a></p>`;

type Shown = { asked: Asked; figures: readonly Figure[]; result: Html };

function view(request: FastifyRequest, { asked, figures, result }: Shown): View {
  const { t } = request;
  const faultText = (name: string): string | undefined => {
    const fault = asked.faults.find((one) => one.name === name);
    return fault && t(`tax.reform.fault.${fault.code}`, { field: labelOf(request, name) });
  };
  const typed = request.query as Record<string, unknown>;
  const fieldOf = ({ name, unit, today }: Figure): Html => {
    const error = faultText(name);
    return uiOf(request).input({
      ...{ id: name, name, label: { text: labelOf(request, name) }, classes: "tr-input--width-10", inputmode: "numeric" },
      value: error === undefined ? String(asked.values[name]) : String(typed[name]).slice(0, 30),
      hint: { text: t(`tax.reform.today.${unit}`, { value: today }) },
      ...(error === undefined ? {} : { errorMessage: { text: error } }),
    });
  };
  const errors = asked.faults.map(({ name }) => ({ text: faultText(name)!, href: `#${name}` }));
  const title = t("tax.reform.title");
  const notes = [
    asked.unknown.length > 0 &&
      html`<p>${t("tax.reform.unknown", { names: asked.unknown.slice(0, 10).join(", ").slice(0, 200) })}</p>`,
    asked.isOlder && html`<p>${t("tax.reform.older")}</p>`,
  ];
  const content = html`${errors.length > 0 && uiOf(request).errorSummary({ titleText: t("web.form.problem"), errorList: errors })}
    <h1>${title}</h1><p class="tr-lead">${t("tax.reform.lead")}</p>
    ${notes.some(Boolean) && html`<div class="tr-inset-text" id="notes">${notes}</div>`}
    <form method="get" action="/tax/reform" data-reform="/tax/reform" novalidate><input type="hidden" name="law" value="${lawMark(law())}">
      <div class="tax-reform">${figures.map(fieldOf)}</div>${button({ text: t("tax.reform.work-out") })}</form>
    <p class="tr-hint" data-timing hidden role="status">${t("tax.reform.timing", { households: "\u2026", ms: "\u2026" })}</p>
    ${section({ title: { text: t("tax.reform.result") }, content: result })}
    <p class="tr-hint">${t("tax.reform.made-up")}</p><script type="module" src="/tax/reform/reform.js"></script>`;
  return { title, content, isError: errors.length > 0, ...(errors.length > 0 ? { status: 422 } : {}) };
}

const labelOf = ({ t }: FastifyRequest, name: string): string => {
  const [, kind, no] = /^(rate|from)(\d)$/.exec(name) ?? [];
  return kind ? t(`tax.reform.${kind}`, { no: Number(no) }) : t(`tax.reform.field.${name}`);
};
