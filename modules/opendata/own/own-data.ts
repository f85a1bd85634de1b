import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { laws } from "@troad/content-law";
import { readAgreements, readRoad, type StoredAgreement } from "@troad/directory";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { RoadApi } from "@troad/road/api";
import { csvLine, type NormalCell } from "@troad/tabular";
import { listingsOf } from "@troad/web";
import type { Catalogue } from "../catalogue.ts";
import type { Publishing } from "../publishing.ts";
import { type OwnName, ownSets } from "./sets.ts";

/** Who publishes what the platform knows of itself. */
const publisher = "moda";
const by = "schedule";
const shownMonths = 3;
/** Counts up to this are exact; more is told as this. */
const mostCounted = 10_000;
/** Fewer exchanges than this in a month could tell of one person: they are left blank. */
const fewest = 5;

type Parts = {
  ctx: Pick<ModuleContext, "content" | "texts" | "pages" | "clock">;
  catalogue: Catalogue;
  publishing: Publishing;
  road: Pick<RoadApi, "services" | "countExchanges" | "transferDays">;
  mydata: Pick<MyDataApi, "hiddenReads">;
};
type Table = { head: string[]; rows: NormalCell[][] };

/** Services through which offences are investigated: an agreement on them delays the notice to the person. */
export const investigationServices = (
  agreements: readonly Pick<StoredAgreement, "provider" | "noticeAfterDays">[],
): Set<string> =>
  new Set(agreements.filter(({ noticeAfterDays }) => noticeAfterDays !== undefined).map(({ provider }) => provider));

/** The first day of the month that is so many months away. */
const monthAway = (today: string, months: number): string =>
  new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** A count as it is published. */
export const publicCount = (count: number): string | null => (count === 0 ? "0" : count < fewest ? null : String(count));

function services({ ctx }: Parts): Table {
  const say = (text: Parameters<typeof ctx.texts.pick>[0], lang: string): string => ctx.texts.pick(text, lang, "name");
  const rows = listingsOf(ctx)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, agency, kind, signIn, law, text }) => [
      id,
      say(text, "zh-Hant"),
      say(text, "en"),
      agency,
      kind,
      String(signIn),
      law.map(({ act, article }) => `${act}${article ?? ""}`).join("；"),
    ]);
  return { head: ["id", "name_zh", "name_en", "agency", "kind", "sign_in", "law"], rows };
}

function parameters(): Table {
  const all = [...laws].flatMap(([law, { parameters: own }]) => own.map((one) => ({ law, ...one })));
  const named = new Map(all.map((one) => [one.name, one]));
  const rows = [...named.values()].flatMap(({ law, name, label, values }) =>
    values
      .filter(({ standing }) => standing === undefined)
      .map(({ from, to, given, citation, certainty }) => [
        ...[law, name, label["zh-Hant"] ?? "", label.en ?? ""],
        ...[typeof given === "object" ? JSON.stringify(given) : String(given), from, to, citation["zh-Hant"] ?? "", certainty],
      ]),
  );
  return {
    head: ["law", "parameter", "label_zh", "label_en", "value", "valid_from_date", "valid_to_date", "citation", "certainty"],
    rows,
  };
}

async function traffic({ ctx, road }: Parts): Promise<Table> {
  const { instance } = readRoad(ctx.content);
  const hidden = investigationServices(readAgreements(ctx.content, instance));
  const today = taipeiDate(ctx.clock.now());
  const rows: NormalCell[][] = [];
  for (const { provider, agency } of await road.services({ text: "", limit: 100 })) {
    if (hidden.has(provider)) continue;
    for (let back = shownMonths; back >= 1; back--) {
      const from = monthAway(today, -back);
      const to = dayBefore(monthAway(today, 1 - back));
      const count = await road.countExchanges({ service: provider, from, to, limit: mostCounted });
      rows.push([from.slice(0, 7), agency, provider, publicCount(count)]);
    }
  }
  return { head: ["month", "agency", "service", "exchanges"], rows };
}

/** Every day of the last whole month and of this one before today, by outcome; over all services, so that none tells of an investigation. */
async function days({ ctx, road }: Parts): Promise<Table> {
  const today = taipeiDate(ctx.clock.now());
  const rows = (await road.transferDays({ from: monthAway(today, -1) }))
    .filter(({ day }) => day < today)
    .map(({ day, outcome, count }) => [day, outcome, publicCount(count)]);
  return { head: ["day", "outcome", "exchanges"], rows };
}

/** Reads that their people may know of only later: published as a number until then, so that nobody reads unseen for good. */
async function notShown({ mydata }: Parts): Promise<Table> {
  const found = await mydata.hiddenReads();
  return { head: ["agency", "reads"], rows: found.map(({ agency, reads }) => [agency, publicCount(reads)]) };
}

/** The platform's own data: made again each day, published where they differ from what stands. */
export function openOwnData(parts: Parts) {
  const { catalogue, publishing } = parts;
  const made: Record<OwnName, () => Table | Promise<Table>> = {
    services: () => services(parts),
    parameters,
    traffic: () => traffic(parts),
    days: () => days(parts),
    notShown: () => notShown(parts),
  };

  async function publish(which: OwnName): Promise<void> {
    const { name, file, record } = ownSets[which];
    const { head, rows } = await made[which]();
    const bytes = Buffer.from([head, ...rows].map(csvLine).join(""));
    const known = await catalogue.search({ agency: publisher, words: name, withdrawn: true, limit: 20 });
    if (!known.some((one) => one.name === name))
      await catalogue.create({ name, agency: publisher, record: { ...record, keywords: [...record.keywords] }, by });
    const set = await catalogue.find(name);
    if (set.withdrawn !== null) return;
    const [resource] = await publishing.resources([set]);
    if (resource?.sha256 === createHash("sha256").update(bytes).digest("hex")) return;
    const upload = await publishing.receive({
      set,
      resource: resource?.id ?? null,
      title: set.record.title["zh-Hant"],
      fileName: file,
      content: Readable.from([bytes]),
      by,
    });
    await publishing.publish({ set, id: upload.id, note: "", by });
  }
  return {
    async refresh(): Promise<void> {
      for (const which of Object.keys(ownSets) as OwnName[]) await publish(which);
    },
  };
}
