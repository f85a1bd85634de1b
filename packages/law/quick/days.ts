import type { Expr } from "../graph/expr.ts";
import { movedBy } from "../run/parameter.ts";
import { firstDayOf, lastDayOf, shiftDay, unitsBetween } from "../values/days.ts";
import { type Figures, sharedUse } from "./lookup.ts";
import { GIVE_UP } from "./number.ts";
import { type Node, plain, rankOf } from "./run.ts";

type DayNode = Extract<Expr, { op: "between" | "shift" | "edge" | "workday" | "latest" | "earliest" }>;

/** Closures for nodes that calculate with days. */
export function dayNode(expr: DayNode, below: (one: Expr) => Node, figures: Figures): Node {
  switch (expr.op) {
    case "between": {
      const [from, to] = [below(expr.from), below(expr.to)];
      return (run) => {
        const value = unitsBetween(expr.unit, String(from(run)), String(to(run)));
        run.working = { op: "value", type: "integer", value, label: null };
        return value;
      };
    }
    case "shift": {
      const [of, by] = [below(expr.of), below(expr.by)];
      return plain((run) => {
        const [day, count] = [of(run), by(run)];
        if (typeof count !== "number") throw GIVE_UP;
        return shiftDay(expr.unit, String(day), count, "");
      });
    }
    case "edge": {
      const of = below(expr.of);
      const edge = expr.which === "first" ? firstDayOf : lastDayOf;
      return plain((run) => edge(expr.unit, String(of(run))));
    }
    case "workday": {
      const of = below(expr.of);
      return (run) => {
        const { day, use } = movedBy(figures.definitions, expr.calendar, String(of(run)));
        run.take(sharedUse(figures, use), rankOf(use.certainty), undefined);
        return day;
      };
    }
    case "latest":
    case "earliest": {
      const of = expr.of.map(below);
      const isLatest = expr.op === "latest";
      return plain((run) => of.map((one) => String(one(run))).reduce((a, b) => (a > b === isLatest ? a : b)));
    }
  }
}
