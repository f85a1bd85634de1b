import type { ModuleContext, OwnSection } from "@troad/kernel";
import type { CasesApi } from "./api.ts";
import { countCertificates, countsOf } from "./store/cases.ts";

type Task = OwnSection["tasks"][number];
/** More than these at once are found in the list. */
const mostTasks = 5;

/** Applications and certificates on a person's own page: drafts and paused applications wait for the person. */
export async function ownSection(
  ctx: Pick<ModuleContext, "db" | "content" | "texts">,
  cases: Pick<CasesApi, "listOf">,
  subject: string,
): Promise<OwnSection> {
  const [counts, certificates, newest] = await Promise.all([
    countsOf(ctx.db, subject),
    countCertificates(ctx.db, subject),
    cases.listOf(subject, { limit: 20 }),
  ]);
  const count = (...states: string[]): number =>
    counts.filter(({ state }) => states.includes(state)).reduce((sum, { n }) => sum + n, 0);
  const tasks = newest.flatMap(({ id, state, service }): Task[] => {
    if (state === "draft") return [{ text: "cases.me.draft", params: { service }, href: `/cases/${id}/form` }];
    return state === "stopped" ? [{ text: "cases.me.stopped", params: { service }, href: `/cases/${id}` }] : [];
  });
  const underWay = count("draft", "collecting", "deciding", "stopped");
  const all = counts.reduce((sum, { n }) => sum + n, 0);
  return {
    tasks: tasks.slice(0, mostTasks),
    tiles: [
      {
        title: "cases.list.title",
        href: "/cases",
        order: 10,
        count: all,
        text: "cases.me.under-way",
        params: { count: underWay },
      },
      { title: "cases.signatures.title", href: "/signatures", order: 15 },
      { title: "cases.documents.title", href: "/me/documents", order: 20, count: certificates, text: "cases.me.documents" },
    ],
  };
}
