import type { ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { atOrigin, inPortal } from "./links.ts";
import type { RoleDefinition } from "./roles.ts";
import { holds, type Session, type SessionRole } from "./session.ts";

type Place = Pick<ModuleContext, "name" | "origin" | "pages">;
/** A place where officers work, from the manifests: a queue, whose length the named module counts, or a page. */
export type WorkEntry = { module: string; href: string; text: string; count?: string };

/** The start of the work area, in the portal. */
export const workHome = "/work";

/** The queues that a person's roles open, in the order of the manifests, at their origins. */
export const workQueues = (ctx: Place, session: Session | undefined): WorkEntry[] =>
  entriesOf(ctx, session, ({ queues = [] }) => queues);

/** The entries of the work area's navigation: the person's queues and officers' pages, without duplicates. */
export function workNavigation(ctx: Place, session: Session | undefined): WorkEntry[] {
  const pages = entriesOf(ctx, session, ({ nav = [] }) => nav.filter(({ area }) => area === "work"));
  return [...new Map([...workQueues(ctx, session), ...pages].map((entry) => [entry.href, entry])).values()];
}

type Entry = { href: string; text: string; order: number; roles?: readonly string[]; count?: string };
type Pages = Place["pages"][number];

function entriesOf(ctx: Place, session: Session | undefined, of: (pages: Pages) => readonly Entry[]): WorkEntry[] {
  if (!session) return [];
  return ctx.pages
    .flatMap((pages) => of(pages).map((entry) => ({ ...entry, module: pages.module, origin: pages.origin })))
    .filter(({ roles }) => roles !== undefined && holds(session, roles))
    .toSorted((a, b) => a.order - b.order)
    .map(({ module, href, text, origin, count }) => ({
      ...{ module, text, href: atOrigin(ctx, origin, href) },
      ...(count === undefined ? {} : { count }),
    }));
}

/** The roles for which there are officers' pages. */
export const workRoles = (ctx: Pick<ModuleContext, "pages">): string[] => [
  ...new Set(
    ctx.pages.flatMap(({ nav = [], queues = [] }) =>
      [...nav.filter(({ area }) => area === "work"), ...queues].flatMap(({ roles = [] }) => roles),
    ),
  ),
];

/** The roles of a person that are an office, as they are held; being a citizen is none. */
export const officesOf = (ctx: Pick<ModuleContext, "pages">, session: Session | undefined): SessionRole[] => {
  const roles = workRoles(ctx);
  const shown = session?.roles.filter(({ role }) => roles.includes(role)) ?? [];
  // a role that shares the pages of several is one office
  const held = shown.map(({ by, ...one }) => ({ ...one, role: by ?? one.role }));
  return [...new Map(held.map((one) => [`${one.role} ${one.agency ?? ""}`, one])).values()];
};

/** The link from public pages to the work area, for people with an office. */
export const wayToWork = (
  ctx: Place,
  { t }: Pick<FastifyRequest, "t">,
  session: Session | undefined,
): { href: string; text: string }[] =>
  officesOf(ctx, session).length > 0 ? [{ href: inPortal(ctx, `portal:${workHome}`), text: t("web.work.area") }] : [];

/** The name of a role in the reader's language; its id if content has none. */
export function roleName(
  { texts }: Pick<ModuleContext, "texts">,
  roles: readonly RoleDefinition[],
  lang: string,
  id: string,
): string {
  const role = roles.find((one) => one.id === id);
  return role ? texts.pick(role.text, lang, "name") : id;
}
