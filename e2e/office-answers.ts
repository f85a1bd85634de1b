import path from "node:path";
import type { ServicePath } from "@troad/flow";
import { root } from "../tests/kit/government.ts";
import { openService, pathsOf } from "../tests/kit/service-report.ts";

/** A service of content with the answers of its first path, after a change to them. */
export const answersOf = (service: string, change: (answers: ServicePath["answers"]) => void) => {
  const folder = path.join(root, "content", "services", service);
  const first = structuredClone(pathsOf(folder)[0]!);
  change(first.answers);
  return { service: openService(folder), folder, path: first };
};

export const dateOf = (name: string, day: Date): Record<string, string> => {
  const [year, month, date] = day.toISOString().slice(0, 10).split("-");
  return { [`${name}-year`]: year!, [`${name}-month`]: month!, [`${name}-day`]: date! };
};
/** Some days ago, in whatever zone. */
export const lately = (): Date => new Date(Date.now() - 2 * 86_400_000);
