import { isOfficerStep } from "@troad/flow";
import { instant, type ModuleContext, type Queryable, type QueueCounters, type QueueLength, taipeiDate } from "@troad/kernel";
import type { CaseListQuery, CasesApi, OfficerCase } from "./api.ts";
import type { ActingPerson } from "./domain/act.ts";
import { caseFailure } from "./domain/errors.ts";
import { areaOf } from "./domain/standing.ts";
import { type Acting, allowedIn } from "./engine/acting.ts";
import { checkEntries } from "./engine/entry-check.ts";
import { masked, maskFor, openMasked, requireOpened } from "./engine/masking.ts";
import { readCase, todayOf } from "./engine/store.ts";
import { alikeCases, summaryOf } from "./store/cases.ts";
import { type CaseFilter, countAgencyCases, countWaiting, listAgencyCases, type WaitingKind } from "./store/officer-cases.ts";
import { insertOpenings } from "./store/openings.ts";
import { hiddenFrom, isReader } from "./store/readers.ts";
import { pagesAsked, viewOf } from "./view.ts";

type Parts = Parameters<typeof checkEntries>[0] & {
  ctx: Pick<ModuleContext, "db" | "clock">;
  /** A person with whether they stand for the applicant of a case. */
  standing(id: string, person: ActingPerson): Promise<Acting>;
};
type OfficerApi = Pick<CasesApi, "listForAgency" | "countForAgency" | "viewAsOfficer" | "openMasked" | "entryChecks">;

/** A file is read so many rows at once. */
const mostRows = 500;
const mostCounted = 10_000;
const dayMs = 86_400_000;
const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** A reference, or its beginning of eight characters or more, names ids; anything else is a part of a name. */
function searchOf(search: string): Pick<CaseFilter, "name" | "ids"> {
  const digits = search.trim().toLowerCase().replaceAll("-", "");
  const isReference = /^[0-9a-f]{8,32}$/.test(digits);
  const idOf = (fill: string): string =>
    (isReference ? digits : "").padEnd(32, fill).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return { name: isReference ? "" : search.trim(), ids: { from: idOf("0"), to: idOf("f") } };
}

const filterOf = (
  agency: string,
  { posts, subject, state, result, service, search, from, to, holder, late }: CaseListQuery & { subject: string },
): CaseFilter => ({
  subject,
  posts: posts.filter((post) => post.agency === agency),
  holder: holder ?? "",
  late: late ?? "",
  state: state ?? "",
  result: result ?? "",
  service: service ?? "",
  ...searchOf(search ?? ""),
  from: from === undefined ? "-infinity" : new Date(beginOf(from)).toISOString(),
  to: to === undefined ? "infinity" : new Date(beginOf(to) + dayMs).toISOString(),
});

/** What officers of an agency see of its cases. Whatever they see is written down for the person concerned first. */
export const officerCases = ({ ctx, store, standing, ...parts }: Parts): OfficerApi => ({
  entryChecks: async ({ id, agency, person, place }) => {
    const posts = person.posts.filter((post) => post.agency === agency);
    if (!(await isReader(ctx.db, id, { posts, subject: person.subject }))) throw caseFailure("case.not-found");
    await requireOpened({ ctx, store }, (await readCase(store, id)).row, person.subject);
    return checkEntries({ store, ...parts }, { id, subject: person.subject, place });
  },
  listForAgency: async (agency, { before, limit, shown, actor, ...query }) => {
    const listed = await listAgencyCases(
      ctx.db,
      filterOf(agency, { ...query, subject: actor }),
      before ?? null,
      Math.min(limit, mostRows),
    );
    const seen = listed.slice(0, shown);
    if (seen.length > 0)
      await ctx.db.tx(async (tx) => {
        await insertOpenings(tx, seen, { agency, actor, kind: "list", at: instant(ctx.clock) });
        await tx.audit({ actor, action: "case.listed", target: agency, detail: { cases: seen.map(({ id }) => id) } });
      });
    await store.definitions.load(ctx.db, listed);
    return listed.map(summaryOf);
  },
  countForAgency: (agency, { limit, actor = "", ...query }) =>
    countAgencyCases(ctx.db, filterOf(agency, { ...query, subject: actor }), Math.min(limit, mostCounted)),
  viewAsOfficer: async ({ id, agency, person }) => {
    const posts = person.posts.filter((post) => post.agency === agency);
    if (!(await isReader(ctx.db, id, { posts, subject: person.subject }))) throw caseFailure("case.not-found");
    const known = await readCase(store, id, (row) => !["draft", "discarded"].includes(row.state));
    const { state, service } = known;
    const found = viewOf(store, known, true);
    const actor = person.subject;
    await ctx.db.tx(async (tx) => {
      await insertOpenings(tx, [found], { agency, actor, kind: "case", at: instant(ctx.clock) });
      await tx.audit({ actor, action: "case.viewed", target: id, detail: { agency } });
    });
    const step = found.step ? service.flow.step(found.step.id) : undefined;
    const shown: OfficerCase = {
      ...found,
      masked: null,
      allowed: allowedIn(service, state, await standing(id, person), todayOf(store)),
      area: step && isOfficerStep(step) ? areaOf(service, state, step) : null,
      report: step?.kind === "visit" ? step.report : [],
      visits: Object.fromEntries(service.flow.steps.flatMap((one) => (one.kind === "visit" ? [[one.id, one.report]] : []))),
      pages: pagesAsked(service, found.answers),
      alike: await alikeIn(ctx.db, id, { posts, subject: actor }),
    };
    const rule = await maskFor({ ctx, store }, found, actor, service.definition);
    return rule === null ? shown : masked(shown, rule);
  },
  openMasked: (request) => openMasked({ ctx, store }, request),
});

/** Cases that look like this one. Of those that the officer's posts do not reach nothing but their number and state is said. */
async function alikeIn(q: Queryable, id: string, officer: Parameters<typeof isReader>[2]): Promise<OfficerCase["alike"]> {
  const found = await alikeCases(q, id);
  const hidden = new Set(
    await hiddenFrom(
      q,
      officer.subject,
      found.map((one) => one.id),
    ),
  );
  const alike = found.filter((one) => !hidden.has(one.id));
  return Promise.all(
    alike.map(async (row) => ({
      ...{ id: row.id, state: summaryOf(row).state, granted: row.granted, submittedAt: row.submitted_at ?? row.created_at },
      reached: await isReader(q, row.id, officer),
    })),
  );
}

const nothing: QueueLength = { count: 0, oldest: null };

/** What waits at an agency: cases that stand still, and those under way. */
export function caseQueues({ db, clock }: Pick<ModuleContext, "db" | "clock">): QueueCounters {
  const waiting =
    (which: WaitingKind): QueueCounters[string] =>
    async (held) => {
      const agency = held.find(({ role }) => role === "case-officer")?.agency;
      if (!agency) return nothing;
      const posts = held.flatMap(({ role, area = null, ...one }) => (one.agency === agency ? [{ role, agency, area }] : []));
      const subject = held.find(({ holder }) => holder !== undefined)?.holder ?? "";
      return countWaiting(db, { posts, subject, which, today: taipeiDate(clock.now()) });
    };
  return {
    stopped: waiting("stopped"),
    "under-way": waiting("under-way"),
    reviewing: waiting("reviewing"),
    late: waiting("late"),
  };
}
