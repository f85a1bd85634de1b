import { formatDate, lineList, tile, tileGrid } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { GatheredSection } from "@troad/kernel";
import { hidden, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MePages } from "./parts.ts";

type Parts = Pick<MePages, "site" | "ctx" | "services">;
type Section = Extract<GatheredSection, { section: object }>;
type Task = Section["section"]["tasks"][number] & { href: string };
type Tile = Section["section"]["tiles"][number] & { href: string };

/** "Me": the person's tasks first, then their data and services. Each section comes from a running module. */
export function homePage(app: FastifyInstance, parts: Parts): void {
  const { site } = parts;
  const sections = parts.ctx.sections();
  app.get(
    "/me",
    hidden,
    site.signedIn(["citizen"], async (request, { subject, name }) => {
      const { t } = request;
      const gathered = await sections({ subject });
      const there = gathered.filter((one): one is Section => "section" in one);
      const tasks = there.flatMap((one) => one.section.tasks.flatMap((task) => reachable(parts, one.module, task)));
      const tiles = there.flatMap((one) => one.section.tiles.flatMap((each) => reachable(parts, one.module, each)));
      const missing = gathered.filter((one) => "missing" in one).map(({ module }) => missingText(request, module));
      const content = html`<h1>${t("portal.me.hello", { name })}</h1>
        ${waiting(parts, request, tasks.toSorted(soonestFirst))}
        ${missing.map((text) => uiOf(request).warningText({ text }))}
        <h2>${t("portal.me.yours")}</h2>${tileGrid(
          tiles.toSorted((a, b) => a.order - b.order).map((one) => tileOf(request, one)),
          { classes: "tr-tiles--own" },
        )}`;
      return { title: t("portal.me.title"), content };
    }),
  );
}

/** Addresses of a module as seen from here; unreachable ones are left out. */
function reachable<T extends { href: string }>({ site }: Parts, module: string, one: T): T[] {
  const href = one.href.startsWith("portal:") ? one.href.slice("portal:".length) : site.href(module, one.href);
  return href === undefined ? [] : [{ ...one, href }];
}

/** Tasks with a deadline first, the nearest first. */
const soonestFirst = (a: Task, b: Task): number => (a.due ?? "9999").localeCompare(b.due ?? "9999");

function waiting({ services }: Parts, { t, lang }: FastifyRequest, tasks: readonly Task[]): Html {
  const lines = tasks.map(({ href, text, params, due }) => ({
    href,
    // a service is named by its id, as in messages
    title: t(text, { ...params, service: services.text(lang, String(params?.service ?? ""), "name") }),
    ...(due ? { meta: `${t("portal.me.due")}${formatDate(due, { lang })}` } : {}),
  }));
  return html`<section class="tr-tasks" aria-labelledby="tasks"><h2 class="tr-tasks__title" id="tasks">${t("portal.me.waiting", { count: tasks.length })}</h2>
    ${lines.length > 0 && lineList(lines, { label: t("portal.me.tasks") })}</section>`;
}

const tileOf = ({ t }: FastifyRequest, { href, title, count, text, params }: Tile): Html =>
  tile({
    href,
    title: t(title),
    ...(count === undefined ? {} : { figure: String(count) }),
    ...(text ? { lead: t(text, params) } : {}),
  });

/** The missing section, by its name if this installation has one. */
function missingText({ t }: FastifyRequest, module: string): string {
  const key = `portal.me.section.${module}`;
  const name = t(key);
  return t("portal.me.away", { section: name === key ? module : name });
}
