import { type Clock, taipeiDate } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import type { RoadApi } from "../api.ts";
import { daysUpTo } from "../domain/transfer-query.ts";
import { registryFailure } from "../registry/failures.ts";

const params = Type.Object({ memberClass: Type.String({ maxLength: 60 }), code: Type.String({ maxLength: 60 }) });
const shownDays = 30;
/** More are not counted: anybody may ask. */
const mostCounted = 10_000;
const keptMs = 60_000;

export type MemberFigures = {
  member: string;
  /** Identifiers of the data services that it offers. */
  services: string[];
  /** Exchanges in which it was asked for data since a day in Taiwan, counted to 10,000. */
  exchanges: { from: string; count: number };
};
type Road = Pick<RoadApi, "members" | "services" | "countExchanges">;

/** How much a member does on the road, as totals; counted at most once a minute for each. */
export const figureRoutes =
  (api: Road, clock: Clock) =>
  (app: FastifyInstance): void => {
    const kept = new Map<string, { at: number; figures: Promise<MemberFigures> }>();
    app.get<{ Params: { memberClass: string; code: string } }>(
      "/road/members/:memberClass/:code/figures",
      { schema: { tags: ["road"], summary: "Data services of a member, and its exchanges of the last 30 days", params } },
      async ({ params: { memberClass, code } }) => {
        const member = `${memberClass}/${code}`;
        // only members are kept, so that there are never more than those
        if (!(await api.members()).some((one) => one.member === member)) throw registryFailure("registry.member-unknown");
        const now = clock.now().getTime();
        const last = kept.get(member);
        if (last && now - last.at < keptMs) return last.figures;
        const figures = figuresOf(api, member, taipeiDate(clock.now()));
        kept.set(member, { at: now, figures });
        figures.catch(() => kept.delete(member));
        return figures;
      },
    );
  };

async function figuresOf(api: Road, member: string, today: string): Promise<MemberFigures> {
  const from = daysUpTo(today, shownDays)[0]!;
  const [offered, count] = await Promise.all([
    api.services({ text: `/${member}/`, limit: 100 }),
    api.countExchanges({ member, from, limit: mostCounted }),
  ]);
  const services = offered.filter(({ owner }) => owner === member).map(({ provider }) => provider);
  return { member, services, exchanges: { from, count } };
}
