import { formatNumber, insetText, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import {
  hidden,
  type Names,
  officesOf,
  type RoleDefinition,
  roleName,
  type Session,
  type Site,
  type View,
  workHome,
  workRoles,
} from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { oldestOf, type StandingQueue } from "./queues.ts";

type Parts = {
  ctx: Pick<ModuleContext, "pages" | "texts" | "clock">;
  site: Site;
  names: Pick<Names, "agency">;
  roles: readonly RoleDefinition[];
  queuesOf(session: Session): Promise<StandingQueue[]>;
};

/** An officer's start page: role and agency, queues, and what has waited longest. */
export function workPages(app: FastifyInstance, parts: Parts): void {
  const { ctx, site, queuesOf } = parts;
  app.get(
    workHome,
    hidden,
    site.signedIn(workRoles(ctx), async (request, session) => overview(parts, request, session, await queuesOf(session))),
  );
}

function overview(parts: Parts, request: FastifyRequest, session: Session, queues: readonly StandingQueue[]): View {
  const { t } = request;
  const title = t("portal.work.hello", { name: session.name });
  const list = queues.map((queue) => html`<li>${queueTile(parts, request, queue)}</li>`);
  const content = html`<h1>${title}</h1>${offices(parts, request, session)}
    ${oldest(parts, request, queues)}
    <h2>${t("portal.work.queues")}</h2>
    ${queues.length === 0 ? html`<p>${t("portal.work.no-queues")}</p>` : html`<ul class="tr-queues">${list}</ul>`}`;
  return { title: t("web.work.overview"), content };
}

function offices({ ctx, roles, names }: Parts, { t, lang }: FastifyRequest, session: Session): Html {
  const held = officesOf(ctx, session).map(({ role, agency }) => {
    const name = roleName(ctx, roles, lang, role);
    return agency === null ? name : t("portal.work.office", { role: name, agency: names.agency(lang, agency) });
  });
  return html`<p class="tr-lead">${held.join(t("web.comma"))}</p>`;
}

/** What has waited longest over all queues, as a suggestion where to begin. */
function oldest({ ctx }: Parts, { t }: FastifyRequest, queues: readonly StandingQueue[]): Html {
  const found = oldestOf(queues);
  if (!found) {
    const isAway = queues.some(({ length }) => length === "away");
    return insetText({ text: t(isAway ? "portal.work.some-away" : "portal.work.nothing") });
  }
  const link = html`<a class="tr-link" href="${found.queue.href}">${t(found.queue.text)}</a>`;
  const days = t("portal.work.waited", { days: daysSince(ctx, found.since) });
  return insetText({ html: html`${t("portal.work.oldest")}${t("web.colon")}${link}${t("web.comma")}${days}` });
}

function queueTile({ ctx }: Parts, { t, lang }: FastifyRequest, { href, text, length }: StandingQueue): Html {
  const link = html`<a class="tr-link tr-queue__link" href="${href}">${t(text)}</a>`;
  if (length === "uncounted") return html`<div class="tr-queue">${link}</div>`;
  if (length === "away")
    return html`<div class="tr-queue"><span class="tr-queue__number" aria-hidden="true">–</span>${link}
      <p class="tr-queue__note">${t("portal.work.away")}</p></div>`;
  const { count, oldest: since } = length;
  const note =
    since === null
      ? t(count === 0 ? "portal.work.empty" : "portal.work.waiting")
      : html`${t("portal.work.since", { days: daysSince(ctx, since) })} ${time(since, { lang })}`;
  return html`<div class="tr-queue"><span class="tr-queue__number">${formatNumber(count, lang)}</span>${link}
    <p class="tr-queue__note">${note}</p></div>`;
}

const dayMs = 86_400_000;
/** Days as people count them, from the day of arrival in Taiwan time. */
const daysSince = ({ clock }: Pick<ModuleContext, "clock">, since: string): number => {
  const [from, to] = [new Date(since), clock.now()].map((one) => Date.parse(taipeiDate(one)));
  return Math.max(0, Math.round((to! - from!) / dayMs));
};
