import { html } from "@troad/html";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { agencyOf, type Chosen, type Column, hidden, type List, listRoutes, pageSize, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CaseListItem, CaseListQuery } from "../../api.ts";
import { keepersView } from "../../secret/pages.ts";
import { type Asking, type CasePages, idIn } from "../parts.ts";
import { actForms, officerActRoutes, officerOf, type Problem } from "./acts.ts";
import { officerCaseView } from "./case.ts";
import { entryChecksView } from "./entry-checks.ts";
import { maskedRoutes, maskedView } from "./masked.ts";
import { standing, standingTag } from "./standing.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "places" | "entries"> &
  Asking<"listForAgency" | "countForAgency" | "viewAsOfficer" | "openMasked" | "entryChecks" | "keepersOf" | "act"> & {
    ctx: Pick<ModuleContext, "clock">;
  };

const states = ["reviewing", "waiting", "under-way", "decided", "closed", "stopped", "withdrawn"] as const;
const holders = ["mine", "none"] as const;
const results = ["granted", "refused"] as const;

/** The desk of an agency: the cases submitted to it, and each with all that happened. */
export function officerPages(app: FastifyInstance, parts: Parts): void {
  const { site } = parts;
  listRoutes<Session, CaseListItem>({
    ...{ app, ctx: parts.ctx, address: "/desk" },
    guard: (load) => site.signedIn(["case-officer"], load),
    list: async (request, session) => caseList(parts, request, session),
  });
  app.get(
    "/desk/:id",
    hidden,
    site.signedIn(["case-officer"], async (request, session) => {
      return officerPage(parts, request, session);
    }),
  );
  officerActRoutes(app, parts, officerPage);
  maskedRoutes(app, parts);
}

/** A case with what this officer may do with it. */
async function officerPage(parts: Parts, request: FastifyRequest, session: Session, problem?: Problem): Promise<View> {
  const [id, person] = [idIn(request), officerOf(session)];
  const found = await parts.cases.viewAsOfficer({ id, agency: agencyOf(session, "case-officer"), person });
  if (found.masked !== null) return maskedView(parts, request, found);
  const { allowed } = found;
  const agency = agencyOf(session, "case-officer");
  const checks = allowed.acts.some(({ act }) => act === "choose" || act === "report")
    ? await parts.cases.entryChecks({ id, agency, person, place: allowed.place })
    : [];
  const keepers = await parts.cases.keepersOf({ id, agency, person });
  return officerCaseView(
    parts,
    request,
    found,
    html`${entryChecksView(parts, request, found, checks)}${actForms(parts, request, { found, subject: person.subject, problem })}
      ${keepers && keepersView(request, id, keepers)}`,
    problem,
  );
}

function caseList(parts: Parts, request: FastifyRequest, session: Session): List<CaseListItem> {
  const { t, lang } = request;
  const { names, services, cases } = parts;
  const agency = agencyOf(session, "case-officer");
  const actor = session.subject;
  const own = services.services.filter((one) => one.agency === agency);
  const posts = officerOf(session).posts.filter((one) => one.agency === agency);
  const asked = (chosen: Chosen): CaseListQuery =>
    queryOf(chosen, { posts, subject: actor, today: taipeiDate(parts.ctx.clock.now()) });
  return {
    ...{ address: "/desk", title: t("cases.desk.title"), file: "cases" },
    lead: html`<p class="tr-lead">${t("cases.desk.lead", { agency: names.agency(lang, agency) })}</p>
      <p class="tr-hint">${t("cases.desk.recorded")}</p>`,
    columns: columns(parts, request),
    filters: [
      { kind: "search", name: "search", label: t("cases.desk.search"), hint: t("cases.desk.search-hint") },
      select("state", t("cases.desk.state"), states, (state) =>
        t(state === "under-way" ? "cases.desk.under-way" : `cases.state.${state}`),
      ),
      select("result", t("cases.desk.result"), results, (result) => t(`cases.desk.result.${result}`)),
      select(
        "service",
        t("cases.desk.service"),
        own.map(({ id }) => id),
        (id) => services.text(lang, id, "name"),
      ),
      select("holder", t("cases.desk.holder"), holders, (one) => t(`cases.desk.holder.${one}`)),
      select("late", t("cases.desk.late"), ["yes"], () => t("cases.desk.late.yes")),
      { kind: "dates", name: "day", label: t("cases.desk.day") },
    ],
    source: {
      ...{ cursorKind: "uuid", cursor: ({ id }) => id },
      // of a page one row more is asked for than is shown; of a file every row is seen
      rows: ({ chosen, before, limit }) =>
        cases.listForAgency(agency, {
          ...{ ...asked(chosen), ...(before ? { before } : {}), actor },
          ...{ limit, shown: limit === pageSize + 1 ? pageSize : limit },
        }),
      count: (chosen, limit) => cases.countForAgency(agency, { ...asked(chosen), limit, actor }),
    },
    empty: { title: t("cases.desk.empty") },
  };
}

const select = (name: string, label: string, values: readonly string[], text: (value: string) => string) => ({
  ...{ kind: "select" as const, name, label },
  options: values.map((value) => ({ value, text: text(value) })),
});

function queryOf(
  chosen: Chosen,
  { posts, subject, today }: Pick<CaseListQuery, "posts"> & { subject: string; today: string },
): CaseListQuery {
  const [state, result] = [states.find((one) => one === chosen.state), results.find((one) => one === chosen.result)];
  const { service, search } = chosen;
  const [from, to] = [chosen["day-from"], chosen["day-to"]];
  const holder = chosen.holder === "mine" ? subject : chosen.holder;
  return {
    posts,
    ...(holder ? { holder } : {}),
    ...(chosen.late ? { late: today } : {}),
    ...(state ? { state } : {}),
    ...(result ? { result } : {}),
    ...(service ? { service } : {}),
    ...(search ? { search } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

const dayMs = 86_400_000;

function columns({ services, ctx }: Parts, { t, lang }: FastifyRequest): Column<CaseListItem>[] {
  const text = (key: string) => t(`cases.desk.${key}`);
  /** Days since it was begun; a case that is settled waits no longer. */
  const waiting = ({ state, createdAt }: CaseListItem): number | null =>
    state === "decided" || state === "withdrawn" ? null : Math.floor((ctx.clock.now().getTime() - Date.parse(createdAt)) / dayMs);
  const days = (one: CaseListItem): string => {
    const count = waiting(one);
    return count === null ? "–" : t("web.work.days", { days: count });
  };
  return [
    {
      ...{ key: "applicant", text: text("applicant"), kind: "text", value: ({ applicant }) => applicant },
      show: ({ id, applicant }) => html`<a class="tr-link" href="/desk/${id}">${applicant}</a>`,
    },
    {
      key: "reference",
      text: text("reference"),
      kind: "text",
      value: ({ id }) => id,
      show: ({ id }) => html`<code>${id.slice(0, 8)}</code>`,
    },
    { key: "service", text: text("service"), kind: "text", value: ({ named }) => services.text(lang, named, "name") },
    {
      ...{ key: "state", text: text("state"), kind: "text", value: (one) => standing({ t }, one) },
      show: (one) => standingTag({ t }, one),
    },
    { key: "due", text: text("due"), kind: "text", value: ({ due }) => due ?? "–" },
    { key: "age", text: text("waiting"), kind: "text", value: days },
    { key: "created", text: text("created"), kind: "instant", value: ({ createdAt }) => createdAt },
    { key: "updated", text: text("updated"), kind: "instant", value: ({ updatedAt }) => updatedAt },
  ];
}
