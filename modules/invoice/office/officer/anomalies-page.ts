import { html } from "@troad/html";
import { termOf, termPlus } from "@troad/invoice-formats";
import { inMemory, type List, listRoutes, todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { asked } from "../../site/pages.ts";
import { termName } from "../../site/words-view.ts";
import { type Office, type OfficePages, officePath, officerRole, officeTrail } from "../parts.ts";
import { type Anomaly, type AnomalyKind, anomaliesOf, anomalyKinds } from "./anomalies.ts";

type Parts = Office & { drawnAt: (term: string) => Date };
const address = `${officePath}/anomalies`;
const key = "invoice.anomalies";
const termsShown = 12;

/** What strikes in a period, by seller: gaps, late messages, the same buyer again and again, round sums, cancellations after the draw. */
export const anomalyPages: OfficePages<Pick<Parts, "drawnAt">> = (app, parts) => {
  const { work } = parts;
  listRoutes({
    app,
    ctx: parts.ctx,
    address,
    guard: (load: Parameters<typeof work.signedIn>[1]) => work.signedIn([officerRole], load),
    list: (request) => listOf(parts, request),
    view: (request, { title }, { content }) => ({
      title,
      content: html`<h1>${title}</h1><p class="tr-lead">${request.t(`${key}.lead`)}</p>${content}`,
      path: officeTrail(request),
    }),
  });
};

type Row = Anomaly & { place: number };
async function listOf({ ctx, drawnAt }: Parts, request: FastifyRequest): Promise<List<Row>> {
  const { t } = request;
  const now = termOf(todayOf({ ctx }));
  const terms = Array.from({ length: termsShown }, (_, back) => termPlus(now, -back));
  const kind = anomalyKinds.find((one) => one === asked(request, "kind")) ?? anomalyKinds[0];
  const term = terms.find((one) => one === asked(request, "term")) ?? now;
  const found = await anomaliesOf(ctx.db, kind, term, drawnAt(term).toISOString());
  const rows = found.map((one, at) => ({ ...one, place: at + 1 }));
  return {
    address,
    title: t(`${key}.title`),
    columns: [
      { key: "seller", text: t("invoice.field.seller"), kind: "text", value: ({ seller }) => seller },
      { key: "detail", text: t(`${key}.detail`), kind: "text", value: (row) => detailOf(request, kind, row) },
      { key: "count", text: t(`${key}.count`), kind: "number", value: ({ count }) => count },
      { key: "of", text: t(`${key}.of`), kind: "number", value: ({ of }) => of },
    ],
    filters: [
      {
        ...{ kind: "select", name: "kind", label: t(`${key}.kind`), initial: anomalyKinds[0] },
        options: anomalyKinds.map((value) => ({ value, text: t(`${key}.kind.${value}`) })),
      },
      {
        ...{ kind: "select", name: "term", label: t(`${key}.term`), initial: now },
        options: terms.map((value) => ({ value, text: termName(request, value) })),
      },
    ],
    source: inMemory(
      () => rows,
      ({ place }) => String(place),
      "number",
    ),
    empty: { title: t(`${key}.none`) },
    file: "anomalies",
  };
}

const detailOf = ({ t }: FastifyRequest, kind: AnomalyKind, { detail }: Anomaly): string =>
  kind === "ended-after-draw" ? t(`invoice.action.${detail}`) : detail;
