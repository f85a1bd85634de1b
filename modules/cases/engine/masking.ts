import { instant, type ModuleContext } from "@troad/kernel";
import type { OfficerCase } from "../api.ts";
import type { ActingPerson } from "../domain/act.ts";
import { caseFailure } from "../domain/errors.ts";
import { insertOpenings, lastReason } from "../store/openings.ts";
import { isReader } from "../store/readers.ts";
import { type CaseStore, readCase } from "./store.ts";

/** How long a reason counts: a working day. */
const openForMs = 8 * 3_600_000;

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; store: CaseStore };
type About = { id: string; service: string };

/** The text that says why officers see cases of a service masked; null where they do not. What content says now counts, and what the case began with. */
const ruleOf = ({ store }: Pick<Parts, "store">, service: string, began?: { masked?: string }): string | null =>
  store.definitions.services.all.find(({ id }) => id === service)?.definition.masked ?? began?.masked ?? null;

/** The rule by which a case is masked for this officer now, who has given no reason today. */
export async function maskFor(
  parts: Parts,
  { id, service }: About,
  subject: string,
  began?: { masked?: string },
): Promise<string | null> {
  const rule = ruleOf(parts, service, began);
  if (rule === null) return null;
  const since = new Date(parts.ctx.clock.now().getTime() - openForMs).toISOString();
  return (await lastReason(parts.ctx.db, { id, actor: subject, since })) ? null : rule;
}

/** Throws `case.masked` where an officer has to open the case with a reason first. */
export async function requireOpened(parts: Parts, about: About, subject: string): Promise<void> {
  if ((await maskFor(parts, about, subject)) !== null) throw caseFailure("case.masked");
}

/** An officer opens a masked case with a reason, which the applicant reads. */
export async function openMasked(
  { ctx, store }: Parts,
  { id, agency, person, reason }: { id: string; agency: string; person: ActingPerson; reason: string },
): Promise<void> {
  const posts = person.posts.filter((post) => post.agency === agency);
  if (!(await isReader(ctx.db, id, { posts, subject: person.subject }))) throw caseFailure("case.not-found");
  const { row } = await readCase(store, id, ({ state }) => !["draft", "discarded"].includes(state));
  const by = { agency, actor: person.subject, kind: "reason" as const, at: instant(ctx.clock), reason };
  await ctx.db.tx(async (tx) => {
    await insertOpenings(tx, [row], by);
    await tx.audit({ actor: person.subject, action: "case.opened-with-reason", target: id, detail: { agency, reason } });
  });
}

/** What an officer sees of a masked case: whose it is, where it stands, and nothing of what it says. */
export const masked = (found: OfficerCase, rule: string): OfficerCase => ({
  ...found,
  masked: rule,
  answers: {},
  sources: [],
  decision: null,
  certificate: null,
  certificates: [],
  fee: null,
  actions: [],
  pages: [],
  report: [],
  visits: {},
  alike: [],
  allowed: { ...found.allowed, acts: [] },
});
