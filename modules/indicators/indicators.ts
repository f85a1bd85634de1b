import type { CasesApi, ServiceFigures } from "@troad/cases/api";
import type { ConnectedApi } from "@troad/connected/api";
import { type ModuleContext, monthStart, taipeiDate } from "@troad/kernel";
import Type from "typebox";
import { type Month, monthsUpTo } from "./months.ts";
import { elsewhereRow, ownRow, type Row } from "./rows.ts";

const rateFile = Type.Object(
  {
    rates: Type.Array(
      Type.Object(
        { from: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" }), ntdPerHour: Type.Number({ exclusiveMinimum: 0 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  { additionalProperties: false },
);
export type Rate = { ntdPerHour: number; from: string; text: Readonly<Record<string, Readonly<Record<string, string>>>> };
export type Indicators = ReturnType<typeof openIndicators>;

/** Past months change rarely (a draft of then is submitted), the month under way all the time. */
const pastMs = 3_600_000;
const currentMs = 60_000;
/** How many months may be looked at. */
export const monthsShown = 12;

type Parts = { cases: Pick<CasesApi, "figures" | "catalogue">; connected: Pick<ConnectedApi, "figures"> };

/** What every service did in a month. */
export function openIndicators(ctx: Pick<ModuleContext, "content" | "clock">, { cases, connected }: Parts) {
  const [rates] = ctx.content.read("indicators", "rate.json", rateFile);
  if (!rates) throw new Error("content/indicators has no rate.json");
  const known = new Map<Month, { until: number; rows: Promise<Row[]> }>();
  const months = (): Month[] => monthsUpTo(taipeiDate(ctx.clock.now()), monthsShown);
  /** The rate in force on the last day of a month. */
  const rateOf = (month: Month): Rate => {
    const [first, ...more] = rates.value.rates.toSorted((a, b) => a.from.localeCompare(b.from));
    const found = [first!, ...more].findLast(({ from }) => from.slice(0, 7) <= month) ?? first!;
    return { ...found, text: rates.text };
  };
  const count = async (month: Month): Promise<Row[]> => {
    const time = { from: monthStart(month), to: monthStart(month, 1) };
    const [catalogue, figures, elsewhere] = await Promise.all([
      cases.catalogue(),
      cases.figures(time),
      connected.figures(time).catch(() => []),
    ]);
    const of = new Map<string, ServiceFigures>(figures.map((one) => [one.service, one]));
    const { ntdPerHour } = rateOf(month);
    return [...catalogue.map((entry) => ownRow(entry, of.get(entry.service), ntdPerHour)), ...elsewhere.map(elsewhereRow)];
  };
  return {
    months,
    rateOf,
    names: async (): Promise<Map<string, { en: string; "zh-Hant": string }>> => {
      const [month] = months();
      const time = { from: monthStart(month!), to: monthStart(month!, 1) };
      return new Map((await connected.figures(time).catch(() => [])).map(({ service, name }) => [service, name]));
    },
    rows: (month: Month): Promise<Row[]> => {
      const now = ctx.clock.now().getTime();
      const before = known.get(month);
      if (before && before.until > now) return before.rows;
      const rows = count(month);
      known.set(month, { until: now + (month === months()[0] ? currentMs : pastMs), rows });
      rows.catch(() => known.delete(month));
      return rows;
    },
  };
}
