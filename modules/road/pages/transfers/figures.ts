import { formatNumber, statTiles } from "@troad/design";
import { type Html, html } from "@troad/html";
import { barChart } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { TransferDay } from "../../api.ts";
import { daysUpTo } from "../../domain/transfer-query.ts";
import type { Asking } from "../parts.ts";

type Reader = Pick<FastifyRequest, "t" | "lang">;
const shownDays = 7;

/** Figures above a list of exchanges: today, the week, and each day by outcome. */
export type Figures = { days: readonly string[]; counts: readonly TransferDay[] };

/** Undefined if they cannot be counted in time: a page with a list can do without. */
export async function figuresOf(
  { road }: Asking<"transferDays">,
  member: string | undefined,
  today: string,
): Promise<Figures | undefined> {
  const days = daysUpTo(today, shownDays);
  const own = member === undefined ? {} : { member };
  const counts = await road.transferDays({ ...own, from: days[0]! }).catch(() => undefined);
  return counts && { days, counts };
}

const sum = (counts: readonly TransferDay[], fits: (one: TransferDay) => boolean): number =>
  counts.filter(fits).reduce((total, { count }) => total + count, 0);

export function figuresView(request: Reader, { days, counts }: Figures): Html {
  const { t, lang } = request;
  const today = days.at(-1);
  const isMissed = ({ outcome }: TransferDay): boolean => outcome !== "answered";
  const tile = (key: string, fits: (one: TransferDay) => boolean) => ({
    label: t(`road.figures.${key}`),
    value: formatNumber(sum(counts, fits), lang),
  });
  const tiles = statTiles([
    tile("today", ({ day }) => day === today),
    tile("today-missed", (one) => one.day === today && isMissed(one)),
    tile("week", ({ day }) => days.includes(day)),
    tile("week-missed", (one) => days.includes(one.day) && isMissed(one)),
  ]);
  return html`<div class="tr-overview"><div>${tiles}</div><div>${chart(request, days, counts)}</div></div>`;
}

/** Numbers per day; failed and unknown form one series, since both need investigation. */
function chart(request: Reader, days: readonly string[], counts: readonly TransferDay[]): Html {
  const { t, lang } = request;
  const parts = { answered: ["answered"], refused: ["refused"], failed: ["failed", "unknown"] } as const;
  const series = Object.entries(parts).map(([key, outcomes]) => ({
    label: t(`road.figures.${key}`),
    values: days.map((day) => sum(counts, (one) => one.day === day && outcomes.some((outcome) => outcome === one.outcome))),
  }));
  return barChart({
    ...{ request, title: t("road.figures.title"), description: t("road.figures.description") },
    labelHead: t("road.figures.day"),
    labels: days.map((day) => day.slice(5).split("-").map(Number).join("/")),
    series,
    shown: (value) => formatNumber(value, lang),
  });
}
