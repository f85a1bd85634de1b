import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import { alike, bounded } from "./number.ts";
import { type Block, fixed, type Place, type Writing, type Written } from "./writing.ts";

type Fold = Extract<Expr, { op: "fold" }>;

/** Maximum number of members per case in columns, which bounds sums over them. A case with more gives NaN. */
export const MOST_MEMBERS = 100;

/**
 * Members are stored one after the other in columns of their own; the group's column says where those of a case begin, with one more entry
 * for the last end. A fold is a loop over them; a member's rank among the others is a loop inside that.
 */
export function foldNode(writing: Writing, expr: Extract<Expr, { op: "fold" | "outer" }>, place: Place): Written {
  if (expr.op === "outer") {
    const around = writing.blocks();
    const outside = around.slice(
      0,
      around.findLastIndex(({ entity }) => entity !== null),
    );
    return writing.within(outside, () => writing.expression(expr.of, place));
  }
  const { definitions, columnOf, fresh, line } = writing;
  const group = definitions.group(expr.group);
  const blocks = writing.blocks();
  const own = blocks.findLastIndex(({ entity }) => entity === group?.member);
  const home = blocks.slice(0, expr.before ? own : blocks.length).findLast(({ entity }) => entity === group?.of);
  if (!group || !home) throw new LawError("law.columns", place.name, `counts over ${expr.group} from where there are none`);
  const offsets = columnOf(group.name);
  const [first, end] = [writing.emit(`${offsets}[${home.index}] + 0`), writing.emit(`${offsets}[${home.index} + 1] + 0`)];
  const member: Block = { entity: group.member, index: fresh("m"), lines: [], done: new Map() };
  const inside = [...blocks, member];
  const written = writing.within(inside, () => {
    const where = expr.where ? [conditionOf(writing, expr.where, place)] : [];
    const preceding = expr.before ? [precedes(writing, expr.before, place, blocks[own], member)] : [];
    return { counts: [...where, ...preceding].join(" && ") || "true", value: writing.expression(expr.of, place) };
  });
  const { start, each, result } = accumulated(writing, expr, place, { ...written, size: `${end} - ${first}` });
  for (const text of start) line(text);
  line(`for (let ${member.index} = ${first}; ${member.index} < ${end}; ${member.index}++) {`);
  for (const text of member.lines) line(text);
  line(`if (${written.counts}) ${each}`);
  line("}");
  return result();
}

const conditionOf = (writing: Writing, expr: Expr, place: Place): string => String(writing.expression(expr, place));

function precedes(
  writing: Writing,
  { by, order }: NonNullable<Fold["before"]>,
  place: Place,
  asking: Block | undefined,
  member: Block,
): string {
  const blocks = writing.blocks();
  if (!asking) throw new LawError("law.columns", place.name, "a member has its place only among others of its group");
  const theirs = writing.expression(by, place);
  const mine = writing.within(blocks.slice(0, blocks.indexOf(asking) + 1), () => writing.expression(by, place));
  const both = typeof theirs === "string" || typeof mine === "string" ? null : alike(theirs, mine, place.name);
  const [left, right] = both ? [both.left.n, both.right.n] : [String(theirs), String(mine)];
  const sign = order === "ascending" ? "<" : ">";
  return `(${left} ${sign} ${right} || (${left} === ${right} && ${member.index} < ${asking.index}))`;
}

type Loop = { start: string[]; each: string; result: () => Written };
/** What precedes the loop, what each counted member does, and the result. */
function accumulated(writing: Writing, expr: Fold, place: Place, { value, size }: { value: Written; size: string }): Loop {
  const sum = writing.fresh("s");
  const count = (each: string): Loop => ({
    start: [`let ${sum} = ${size} > ${MOST_MEMBERS} ? NaN : 0;`],
    each,
    result: () => ({ n: sum, d: 1, most: MOST_MEMBERS, dMost: 1, nonneg: true }),
  });
  switch (expr.how) {
    case "count":
      return count(`${sum} += ${String(value)} ? 1 : 0;`);
    case "any":
      return { start: [`let ${sum} = false;`], each: `${sum} = ${sum} || ${String(value)};`, result: () => sum };
    case "all":
      return { start: [`let ${sum} = true;`], each: `${sum} = ${sum} && ${String(value)};`, result: () => sum };
    case "sum": {
      const { n, d, most, dMost, nonneg } = fixed(value, place.name);
      return {
        ...count(`${sum} += ${n};`),
        result: () => bounded(place.name, { n: sum, d, most: most * MOST_MEMBERS, dMost, nonneg }),
      };
    }
    case "max":
    case "min":
      return extremeOf(writing, expr, place, value, sum);
  }
}

function extremeOf(writing: Writing, expr: Fold, place: Place, value: Written, best: string): Loop {
  const has = writing.fresh("h");
  const sign = expr.how === "max" ? ">" : "<";
  const number = typeof value === "string" ? null : fixed(value, place.name);
  const text = number ? number.n : String(value);
  return {
    start: [`let ${best} = 0, ${has} = false;`],
    each: `{ if (!${has} || ${text} ${sign} ${best}) ${best} = ${text}; ${has} = true; }`,
    result: () => {
      const none: Written = expr.otherwise ? writing.expression(expr.otherwise, place) : "NaN";
      return writing.chosen(has, number ? { ...number, n: best } : best, none, place.name);
    },
  };
}
