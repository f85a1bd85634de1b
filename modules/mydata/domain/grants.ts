import type { RoadContent } from "@troad/directory";
import { eventMethod } from "@troad/kernel";
import { readByLaw, subjectKeyPublished } from "@troad/registers/events";

/** An agency's own process reports reads of its own registers and the keys of these, and nothing else. */
export const agencyGrants =
  ({ instance, agencies: all }: RoadContent) =>
  (agencies: string[], method: string, args: unknown[]): boolean => {
    if (method !== eventMethod || ![readByLaw.name, subjectKeyPublished.name].includes(String(args[0]))) return false;
    const { provider } = (args[2] ?? {}) as { provider?: unknown };
    return all.some(({ id, member }) => agencies.includes(id) && String(provider).startsWith(`${instance}/${member}/`));
  };
