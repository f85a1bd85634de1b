import type { ModuleContext } from "@troad/kernel";
import type { PeopleApi, PostHeld } from "@troad/people/api";
import { appointingRole, type Names, type Places, type RoleDefinition, roleName, type Site } from "@troad/web";
import type { FastifyRequest } from "fastify";

/** The dependencies of the pages on which posts are given and ended. */
export type PostPages = {
  ctx: Pick<ModuleContext, "clock" | "content" | "ids" | "texts">;
  site: Pick<Site, "signedIn">;
  names: Pick<Names, "agency">;
  roles: readonly RoleDefinition[];
  people: Pick<PeopleApi, "giverOf" | "personNamed" | "postsUnder" | "postUnder" | "appoint" | "endPost">;
};
export type PostParts = PostPages & { places: Places };

export const address = "/work/posts";
export const appointers = [appointingRole];

/** The area of a post in the reader's language: a county, a district with its county, or all. */
export function areaText({ places }: Pick<PostParts, "places">, { t, lang }: FastifyRequest, area: string | null): string {
  if (area === null) return t("portal.posts.everywhere");
  const county = places.counties(lang).find(({ districts }) => districts.some(({ code }) => code === area));
  const name = places.name(lang, area);
  if (!county) return name;
  return lang === "zh-Hant" ? `${county.name}${name}` : `${name}, ${county.name}`;
}

/** A role with the agency for which it is held. */
export function officeText(
  { ctx, roles, names }: Pick<PostParts, "ctx" | "roles" | "names">,
  { t, lang }: FastifyRequest,
  { role, agency }: Pick<PostHeld, "role" | "agency">,
): string {
  const name = roleName(ctx, roles, lang, role);
  return agency === null ? name : t("portal.work.office", { role: name, agency: names.agency(lang, agency) });
}
