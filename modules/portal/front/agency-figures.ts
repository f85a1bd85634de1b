import { formatNumber, lineList, type StatTile, section } from "@troad/design";
import type { Html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { Front } from "./front.ts";

/** Of what the road tells of a member (`/road/members/.../figures`). */
const figures = Type.Object({
  services: Type.Array(Type.String({ maxLength: 1_000 }), { maxItems: 100 }),
  exchanges: Type.Object({ count: Type.Integer({ minimum: 0 }) }),
});
const figuresCheck = Compile(figures);
export type AgencyFigures = Static<typeof figures>;

const patienceMs = 1_000;
/** The road counts no further. */
const mostCounted = 10_000;

/** What an agency does on the road; undefined where it is not on it, or where no road can be asked in time. */
export async function agencyFigures(
  { ctx, names }: Pick<Front, "ctx" | "names">,
  agency: string,
): Promise<AgencyFigures | undefined> {
  const road = ctx.pages.find(({ module }) => module === "road");
  const member = names.member(agency);
  if (!road || member === "") return undefined;
  const address = `${road.origin}/road/members/${member}/figures`;
  try {
    const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(patienceMs) });
    const told: unknown = answer.ok ? await answer.json() : undefined;
    return figuresCheck.Check(told) ? told : undefined;
  } catch {
    // a page about an agency does without its figures
    return undefined;
  }
}

export function figureTiles({ t, lang }: FastifyRequest, offered: number, found: AgencyFigures | undefined): StatTile[] {
  const number = (value: number): string => formatNumber(value, lang);
  const count = found?.exchanges.count ?? 0;
  return [
    ...(offered > 0 ? [{ label: t("portal.agencies.services"), value: number(offered) }] : []),
    ...(found && found.services.length > 0 ? [{ label: t("portal.agencies.data"), value: number(found.services.length) }] : []),
    ...(found
      ? [{ label: t("portal.agencies.exchanges"), value: count < mostCounted ? number(count) : `${number(mostCounted)}+` }]
      : []),
  ];
}

/** The data services that the agency offers, each with its page in the road's catalogue. */
export function dataLines(
  { site, names }: Pick<Front, "site" | "names">,
  { t, lang }: FastifyRequest,
  found: AgencyFigures,
): Html | undefined {
  const lines = found.services.flatMap((provider) => {
    const href = site.href("road", `/catalogue/service?provider=${encodeURIComponent(provider)}`);
    return href === undefined ? [] : [{ href, title: names.dataSet(lang, provider) }];
  });
  return lines.length === 0 ? undefined : section({ title: { text: t("portal.agencies.data") }, content: lineList(lines) });
}
