import type { Static } from "typebox";
import type { guardSchema } from "./guard.ts";
import type { Step } from "./steps.ts";

/** The outcomes that a step can have, in the order of the picture. */
export function outcomesOf(one: Step): readonly string[] {
  switch (one.kind) {
    case "fill":
      return one.limit ? ["submitted", "expired"] : ["submitted"];
    case "notice":
      return ["received"];
    case "sign":
      return ["signed", "refused", "expired"];
    case "collect":
      return ["collected"];
    case "match":
      return ["alone", "disputed"];
    case "assess":
      return ["assessed"];
    case "review":
      return "asked" in one.next ? [...one.outcomes, "asked"] : one.outcomes;
    case "ask":
      return ["supplied", "expired"];
    case "pay":
      return ["paid", "overdue"];
    case "decide": {
      const chosen = one.by === "officer" ? (one.outcomes ?? ["granted", "refused"]) : ["granted", "refused"];
      return "asked" in one.next && one.by === "officer" ? [...chosen, "asked"] : chosen;
    }
    case "visit":
      return ["reported"];
    case "draw":
      return ["drawn"];
    case "committee":
      return ["granted", "refused"];
    case "await":
      return ["received", "expired"];
    case "write":
      return "refused" in one.next ? ["written", "refused"] : ["written"];
    case "act":
      return ["done", "refused"];
    case "issue":
      return ["issued"];
    case "payout":
      return "returned" in one.next ? ["paid", "returned"] : ["paid"];
    case "entitle":
      return ["entitled", "taken", "account-refused"];
    case "notify":
      return ["sent"];
  }
}

export type Exit = { outcome: string; when?: Static<typeof guardSchema>; to: string };

/** All ways out of a step, in the order in which they are tried. */
export const exitsOf = (one: Step): Exit[] =>
  outcomesOf(one).flatMap((name): Exit[] => {
    const found = one.next[name];
    if (found === undefined) return [];
    if (typeof found === "string") return [{ outcome: name, to: found }];
    return found.map(({ when, to }) => ({ outcome: name, ...(when ? { when } : {}), to }));
  });
