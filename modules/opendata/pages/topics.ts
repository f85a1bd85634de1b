import { scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import { statisticSets } from "../own/statistic-sets.ts";
import { inLang, type PageFile, type PageParts } from "./parts.ts";

type Bar = { label: string; value: number };
type Chart = { source: keyof typeof statisticSets; unit: "count" | "money" | "percent"; sql: string };

/** What a subject asks of the last published month; hidden figures are null and count as none. */
const topics = {
  carriers: {
    source: "carriers",
    unit: "count",
    sql: 'select "載具類別", sum("開立張數") from data where "開立張數" is not null group by 1 order by 2 desc',
  },
  "late-night": {
    source: "carriers",
    unit: "count",
    sql: `select lpad(cast("時段" as varchar), 2, '0') || ':00', sum("開立張數") from data where "開立張數" is not null group by 1 order by 1`,
  },
  spending: {
    source: "carriers",
    unit: "money",
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
      const { bars } = await figuresOf(parts, request.params.topic);
      return reply
        .header("cache-control", "public, max-age=300")
        .type("image/svg+xml; charset=utf-8")
        .send(String(drawn(bars)));
    },
  );
};

async function figuresOf(
  { catalogue, publishing, tables }: PageParts,
  name: string,
): Promise<{ bars: Bar[]; month: string; set: string | null }> {
  if (!isTopic(name)) throw opendataFailure("opendata.not-found");
  const { source, sql } = topics[name];
  const set = (await catalogue.search({ words: statisticSets[source].name, limit: 5 })).find(
    (one) => one.name === statisticSets[source].name,
  );
  const newest = set && (await publishing.resources([set])).toSorted((one, other) => (one.title < other.title ? 1 : -1))[0];
  if (!set || !newest) return { bars: [], month: "", set: set?.name ?? null };
  const { rows } = await tables.sql(newest, sql, "topics");
  return {
    bars: rows.map(([label, value]) => ({ label: String(label), value: Number(value) })),
    month: newest.title,
    set: set.name,
  };
}

const [width, rowHeight, left] = [640, 26, 150];
/** Bars from left to right with their figures, in colours that both light and dark pages bear. */
function drawn(bars: readonly Bar[]): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const height = Math.max(1, bars.length) * rowHeight + 10;
  const rows = bars.map(({ label, value }, at) => {
    const [y, wide] = [5 + at * rowHeight, Math.max(1, Math.round((value / most) * (width - left - 110)))];
    return html`<text x="${left - 8}" y="${y + 17}" text-anchor="end" font-size="14" fill="#1f2a28">${label}</text>
      <rect x="${left}" y="${y + 3}" width="${wide}" height="${rowHeight - 8}" fill="#0b5c50"/>
      <text x="${left + wide + 6}" y="${y + 17}" font-size="14" fill="#1f2a28">${value.toLocaleString("en")}</text>`;
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
  const { bars, month, set } = await figuresOf(parts, name);
  const title = t(`opendata.topics.${name}`);
  const head = [{ text: t("opendata.topics.what") }, { text: t("opendata.topics.figure"), format: "numeric" }];
  const rows = bars.map(({ label, value }) => [{ text: label }, { text: value.toLocaleString(lang), format: "numeric" }]);
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
