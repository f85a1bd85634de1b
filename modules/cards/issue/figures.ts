import { readRoad } from "@troad/directory";
import { ConfigurationError, instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { activeByCounty, peopleByCounty, storePeople } from "../store/issue.ts";
import { type IssuePlan, plannedShare, readPlan } from "./plan.ts";

/** One county: who lives there, who should have a card today by the plan, and who has one that is active. */
export type CountyFigures = { county: string; people: number; planned: number; active: number };
export type IssueFigures = { asOf: string | null; counties: CountyFigures[]; planned: number };

const countsCheck = Compile(
  Type.Array(Type.Object({ of: Type.String({ pattern: "^\\d{5}$" }), n: Type.Integer({ minimum: 0 }) }), { maxItems: 100 }),
);
const countEveryMs = 86_400_000;

/** The issue of cards by county. People are counted once a day, by the household register over the road. */
export function openIssue(ctx: ModuleContext, road: Pick<RoadApi, "consumerUrl">, agency: string) {
  const plan = readPlan(ctx.content);
  const { instance, agencies } = readRoad(ctx.content);
  const member = agencies.find(({ id }) => id === agency)?.member;
  if (member === undefined) throw new ConfigurationError(`the agency of the cards, ${agency}, is not on the road`);
  const count = async (): Promise<void> => {
    const issue = `${plan.population.client}-count-${taipeiDate(ctx.clock.now())}`;
    const reply = await askRegister(await road.consumerUrl(member), {
      ...{
        target: `/r1/${instance}/${member}/${plan.population.provider}/count`,
        client: `${instance}/${member}/${plan.population.client}`,
      },
      ...{ exchangeId: `${instance}-cards-${ctx.ids.uuid()}`, consent: null, issue, body: {} },
    });
    if (!reply.ok) return ctx.log.warn({ code: reply.code }, "people are not counted today");
    const { counts } = reply.answer;
    if (!countsCheck.Check(counts)) return ctx.log.warn("the household register gave no count");
    await ctx.db.tx((tx) => storePeople(tx, counts, instant(ctx.clock)));
  };
  return {
    plan,
    count,
    schedule: { name: "cards.count-people", everyMs: countEveryMs, atStart: true, onceIn: ctx.db, run: count },
    figures: async (): Promise<IssueFigures> => {
      const [people, active] = await Promise.all([peopleByCounty(ctx.db), activeByCounty(ctx.db)]);
      return figuresOf(plan, taipeiDate(ctx.clock.now()), people, new Map(active.map((one) => [one.county, one.active])));
    },
  };
}
export type Issue = ReturnType<typeof openIssue>;

/** What the plan and the cards come to on a day, county by county; a county without people in the register but with cards is there as well. */
export function figuresOf(
  plan: IssuePlan,
  on: string,
  people: readonly { county: string; people: number; at: string }[],
  active: ReadonlyMap<string, number>,
): IssueFigures {
  const planned = plannedShare(plan, on);
  const known = new Map(people.map((one) => [one.county, one.people]));
  const counties = [...new Set([...known.keys(), ...active.keys()])].toSorted();
  return {
    ...{ planned, asOf: people[0]?.at ?? null },
    counties: counties.map((county) => {
      const living = known.get(county) ?? 0;
      return { county, people: living, planned: Math.round(living * planned), active: active.get(county) ?? 0 };
    }),
  };
}
