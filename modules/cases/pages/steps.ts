import { drawFlow, edgesOf, isAutomatic, isOfficerStep, type Picture, type Step, toBpmn } from "@troad/flow";
import { type Html, html } from "@troad/html";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { LoadedService } from "../domain/services.ts";
import type { Definitions } from "../engine/definitions.ts";
import type { CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "services"> & { definitions: Definitions };

/** The steps of a service as a picture, as a list for readers who do not see it, and as a BPMN 2.0 file. */
export function stepPages(app: FastifyInstance, parts: Parts): void {
  const { site, definitions } = parts;
  const serviceIn = (request: FastifyRequest): LoadedService =>
    definitions.services.get((request.params as { service: string }).service);
  app.get(
    "/services/:service/steps",
    hidden,
    site.open(async (request) => {
      const { t, lang } = request;
      const service = serviceIn(request);
      const words = wordsOf(parts, request, service);
      const name = parts.services.text(lang, service.id, "name");
      const title = t("cases.steps.title", { service: name });
      const home = site.href("portal", `/services/${service.id}`);
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("cases.steps.lead")}</p>
          ${svg(drawFlow(service.flow, words), title)}<h2>${t("cases.steps.list")}</h2>${listOf(service, words)}
          <p><a class="tr-link" href="/services/${service.id}/steps.bpmn" download>${t("cases.steps.file")}</a></p>`,
        path: home ? [{ href: home, text: name }] : [],
      };
    }),
  );
  app.get("/services/:service/steps.bpmn", hidden, async (request, reply) => {
    const service = serviceIn(request);
    const words = wordsOf(parts, request, service);
    const xml = await toBpmn(service.flow, service.id, {
      process: parts.services.text(request.lang, service.id, "name"),
      ...words,
      remedy: (name) => words.outcome(null, name),
    });
    return reply
      .type("application/xml; charset=utf-8")
      .header("content-disposition", `attachment; filename="${service.id}.bpmn"`)
      .send(xml);
  });
}

type Words = ReturnType<typeof wordsOf>;

/** What steps, people and outcomes are called: in the words of the service, or in those that all services share. */
function wordsOf({ services }: Pick<Parts, "services">, { t, lang }: FastifyRequest, { id, flow }: LoadedService) {
  const own = (key: string): string | undefined => services.ownText(lang, id, key);
  return {
    step: (step: Step): string => own(`step.${step.id}`) ?? t(`cases.kind.${step.kind}`),
    who: (step: Step): string => {
      if (isOfficerStep(step)) return t("cases.steps.officer");
      if (isAutomatic(step)) return t("cases.steps.system");
      if (step.kind === "notice") return t("cases.steps.authority");
      if (step.kind === "sign") return step.parties.map((party) => own(`party.${party}`) ?? party).join(t("web.comma"));
      const party = "by" in step && typeof step.by === "string" ? own(`party.${step.by}`) : undefined;
      return party ?? t("cases.steps.applicant");
    },
    outcome: (step: Step | null, outcome: string): string =>
      (step && own(`step.${step.id}.${outcome}`)) ??
      t(step?.kind === "sign" && outcome === "refused" ? "cases.way.declined" : `cases.way.${outcome}`),
    end: (end: string): string => t(`cases.end.${end}`),
    flow,
  };
}

/** Each step with where its outcomes lead, in words. */
function listOf({ flow }: LoadedService, words: Words): Html {
  const targetOf = (to: string): string => {
    const step = flow.step(to);
    return step ? words.step(step) : words.end(to.slice("end:".length));
  };
  const items = flow.steps.map((step) => {
    const ways = edgesOf(flow)
      .filter(({ from }) => from === step.id)
      .map(({ outcome, to }) => html`<li>${words.outcome(step, outcome)} → ${targetOf(to)}</li>`);
    return html`<li><strong>${words.step(step)}</strong> <span class="tr-hint">${words.who(step)}</span>
      <ul class="tr-list">${ways}</ul></li>`;
  });
  return html`<ol class="tr-list tr-list--number">${items}</ol>`;
}

/** The picture as SVG; its colours are classes of the look. The list below it says the same in words. */
function svg({ width, height, boxes, lines }: Picture, label: string): Html {
  const path = (points: readonly { x: number; y: number }[]): string =>
    points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  const ways = lines.map(
    ({ points, label: word }) => html`<path class="tr-flow__line" d="${path(points)}" marker-end="url(#tr-arrow)"/>
      ${word && html`<text class="tr-flow__word" x="${word.x}" y="${word.y + 4}">${word.text}</text>`}`,
  );
  const nodes = boxes.map(({ kind, x, y, width: wide, height: high, lines: texts, who }) => {
    const middle = x + wide / 2;
    const rows = texts.map(
      (text, index) => html`<text class="tr-flow__text" x="${middle}" y="${y + 22 + index * 18}">${text}</text>`,
    );
    const by = who !== "" && html`<text class="tr-flow__who" x="${middle}" y="${y + high - 8}">${who}</text>`;
    return html`<rect class="tr-flow__box tr-flow__box--${kind}" x="${x}" y="${y}" width="${wide}" height="${high}" rx="${kind === "end" ? 18 : 4}"/>
      ${rows}${by}`;
  });
  return html`<div class="tr-flow" role="region" tabindex="0" aria-label="${label}">
    <svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
    <defs><marker id="tr-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
    <path class="tr-flow__arrow" d="M0 0 L8 4 L0 8 z"/></marker></defs>${ways}${nodes}</svg></div>`;
}
