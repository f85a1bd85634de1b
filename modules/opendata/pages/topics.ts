import { scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import { type StatisticName, statisticSets } from "../own/statistic-sets.ts";
import { inLang, type PageFile, type PageParts } from "./parts.ts";

type Bar = { label: string; value: number };
type Unit = "count" | "money" | "percent";
type Rows = readonly (readonly unknown[])[];
/** `month`: the newest file is asked; `months`: each of the last twelve, of which `share` makes one figure. */
type Chart = { source: StatisticName; unit: Unit; sql: string; over: "month" } | Trend;
type Trend = { source: StatisticName; unit: Unit; sql: string; over: "months"; of: readonly string[] };

const byCarrier = 'select "載具類別", sum("開立張數") from data where "開立張數" is not null group by 1 order by 2 desc';
const monthsShown = 12;

/** What a subject asks of published files; hidden figures are null and count as none. */
const topics = {
  winners: {
    ...{ source: "prizes", unit: "count", over: "month" },
    sql: `select "縣市名稱", sum("中獎張數") from data where "中獎張數" is not null and "縣市名稱" <> '全國' group by 1 order by 2 desc`,
  },
  prizes: {
    ...{ source: "prizes", unit: "money", over: "month" },
    sql: `select "獎別", sum("中獎金額") from data where "中獎金額" is not null and "縣市名稱" = '全國' group by 1 order by 2 desc`,
  },
  carriers: { source: "carriers", unit: "percent", over: "months", of: ["mobile-barcode", "other-carrier"], sql: byCarrier },
  "carrier-kinds": { source: "carriers", unit: "count", over: "month", sql: byCarrier },
  "late-night": {
    ...{ source: "carriers", unit: "count", over: "month" },
    sql: `select lpad(cast("時段" as varchar), 2, '0') || ':00', sum("開立張數") from data where "開立張數" is not null group by 1 order by 1`,
  },
  spending: {
    ...{ source: "carriers", unit: "money", over: "month" },
    sql: 'select "載具類別", round(sum("開立金額") / sum("開立張數")) from data where "開立張數" is not null group by 1 order by 2 desc',
  },
} as const satisfies Record<string, Chart>;
type Topic = keyof typeof topics;
const topicNames = Object.keys(topics) as Topic[];
const isTopic = (name: string): name is Topic => Object.hasOwn(topics, name);

/** Pages that tell one subject from the published tables; each chart is a picture of its own address. */
export const topicPages: PageFile = (app, parts) => {
  app.get(
    "/data/topics",
    hidden,
    parts.site.open(async (request) => listView(request)),
  );
  app.get<{ Params: { topic: string } }>(
    "/data/topics/:topic",
    hidden,
    parts.site.open((request) => topicView(parts, request)),
  );
  app.get<{ Params: { topic: string } }>(
    "/data/topics/:topic/chart.svg",
    { config: { dataOnly: true }, schema: { hide: true } },
    async (request, reply) => {
      const { bars, unit } = await figuresOf(parts, request.params.topic);
      return reply
        .header("cache-control", "public, max-age=300")
        .type("image/svg+xml; charset=utf-8")
        .send(String(drawn(bars, unit)));
    },
  );
};

type Figures = { bars: Bar[]; month: string; set: string | null; unit: Unit };

async function figuresOf({ catalogue, publishing, tables, ctx }: PageParts, name: string): Promise<Figures> {
  if (!isTopic(name)) throw opendataFailure("opendata.not-found");
  const chart: Chart = topics[name];
  const { name: wanted } = statisticSets[chart.source];
  const set = (await catalogue.search({ words: wanted, limit: 5 })).find((one) => one.name === wanted);
  const found = { set: set?.name ?? null, unit: chart.unit };
  if (set?.record.openness !== "open") return { ...found, bars: [], month: "" };
  const files = (await publishing.resources([set])).toSorted((one, other) => (one.title < other.title ? 1 : -1));
  const [newest] = files;
  if (!newest) return { ...found, bars: [], month: "" };
  if (chart.over === "month") {
    const { rows } = await tables.sql(newest, chart.sql, "topics");
    return {
      ...found,
      bars: rows.map(([label, value]) => ({ label: String(label), value: Number(value) })),
      month: newest.title,
    };
  }
  const t = ctx.texts.translator("zh-Hant");
  const labels = new Set(chart.of.map((carrier) => t(`opendata.statistics.carrier.${carrier}`)));
  const bars: Bar[] = [];
  for (const file of files.slice(0, monthsShown).toReversed()) {
    const { rows } = await tables.sql(file, chart.sql, "topics");
    const share = shareOf(rows, labels);
    if (share !== undefined) bars.push({ label: file.title, value: share });
  }
  return { ...found, bars, month: newest.title };
}

/** How much of all of them these make up, in per cent to a tenth; a month of which nothing is shown has no share. */
function shareOf(rows: Rows, labels: ReadonlySet<string>): number | undefined {
  const all = rows.reduce((sum, [, value]) => sum + Number(value), 0);
  const own = rows.reduce((sum, [label, value]) => sum + (labels.has(String(label)) ? Number(value) : 0), 0);
  return all > 0 ? Math.round((own / all) * 1_000) / 10 : undefined;
}
const figure = (value: number, unit: Unit, lang: string): string =>
  `${value.toLocaleString(lang)}${unit === "percent" ? "%" : ""}`;

const [width, rowHeight, left] = [640, 26, 150];
/** Bars from left to right with their figures, in colours that both light and dark pages bear. */
function drawn(bars: readonly Bar[], unit: Unit): Html {
  const most = unit === "percent" ? 100 : Math.max(1, ...bars.map(({ value }) => value));
  const height = Math.max(1, bars.length) * rowHeight + 10;
  const rows = bars.map(({ label, value }, at) => {
    const [y, wide] = [5 + at * rowHeight, Math.max(1, Math.round((value / most) * (width - left - 110)))];
    return html`<text x="${left - 8}" y="${y + 17}" text-anchor="end" font-size="14" fill="#1f2a28">${label}</text>
      <rect x="${left}" y="${y + 3}" width="${wide}" height="${rowHeight - 8}" fill="#0b5c50"/>
      <text x="${left + wide + 6}" y="${y + 17}" font-size="14" fill="#1f2a28">${figure(value, unit, "en")}</text>`;
  });
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">
    <rect width="${width}" height="${height}" fill="#ffffff"/>${rows}</svg>`;
}

function listView({ t }: FastifyRequest): View {
  const title = t("opendata.topics.title");
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("opendata.topics.lead")}</p>
    <ul>${topicNames.map((name) => html`<li><a class="tr-link" href="/data/topics/${name}">${t(`opendata.topics.${name}`)}</a></li>`)}</ul>`;
  return { title, content, path: [{ href: "/data", text: t("opendata.title") }] };
}

async function topicView(parts: PageParts, request: FastifyRequest): Promise<View> {
  const { t, lang } = request;
  const name = (request.params as { topic: string }).topic;
  const { bars, month, set, unit } = await figuresOf(parts, name);
  const title = t(`opendata.topics.${name}`);
  const head = [{ text: t("opendata.topics.what") }, { text: t("opendata.topics.figure"), format: "numeric" }];
  const rows = bars.map(({ label, value }) => [{ text: label }, { text: figure(value, unit, lang), format: "numeric" }]);
  const source = Object.values(statisticSets).find((one) => one.name === set);
  const shown =
    bars.length > 0
      ? html`<p><img src="/data/topics/${name}/chart.svg" alt="${title} ${month}" width="640" class="tr-picture"></p>
        ${scrollable(title, table({ head, rows }))}`
      : html`<p>${t("opendata.topics.none")}</p>`;
  // before its first month there is no set to lead to
  const from =
    set !== null && html`<p><a class="tr-link" href="/data/${set}">${source ? inLang(source.record.title, lang) : set}</a></p>`;
  const content = html`<h1>${title}</h1><p class="tr-lead">${t(`opendata.topics.${name}.lead`)}</p>
    ${month !== "" && html`<p>${month}</p>`}${shown}${from}`;
  return { title, content, path: [{ href: "/data/topics", text: t("opendata.topics.title") }] };
}
