import type { OwnSection } from "@troad/kernel";
import type { JourneysApi } from "./api.ts";

const mostTasks = 5;

/** Life events on a person's own page: what was begun, and how many there are. */
export async function ownSection(journeys: Pick<JourneysApi, "listOf">, subject: string): Promise<OwnSection> {
  const newest = await journeys.listOf(subject, { limit: 20 });
  const tasks = newest.flatMap(({ id, state }) =>
    state === "draft" ? [{ text: "journeys.me.draft", href: `/journeys/${id}` }] : [],
  );
  return {
    tasks: tasks.slice(0, mostTasks),
    tiles: [{ title: "journeys.list.title", href: "/journeys", order: 12, count: newest.length }],
  };
}
