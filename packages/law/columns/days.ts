import type { Calendar } from "../calendar/calendar.ts";
import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import type { DayNode } from "../run/days.ts";
import { MOST_SEGMENTS } from "../values/days.ts";
import { bounded, type Quotient } from "./number.ts";
import { type Block, dayNumber, fixed, type Place, type Writing, type Written } from "./writing.ts";

/** Days as YYYYMMDD to days since 1970 and back, months later, and the last day of a month. */
const helpers = `
const lm = (y, m) => m === 2 ? (y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28) : m === 4 || m === 6 || m === 9 || m === 11 ? 30 : 31;
const dn = (d) => { const m = Math.floor(d / 100) % 100, y = Math.floor(d / 10000) - (m <= 2 ? 1 : 0), e = Math.floor(y / 400), o = y - e * 400;
  return e * 146097 + o * 365 + Math.floor(o / 4) - Math.floor(o / 100) + Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d % 100 - 719469; };
const nd = (n) => { const z = n + 719468, e = Math.floor(z / 146097), o = z - e * 146097;
  const q = Math.floor((o - Math.floor(o / 1460) + Math.floor(o / 36524) - Math.floor(o / 146096)) / 365);
  const t = o - (365 * q + Math.floor(q / 4) - Math.floor(q / 100)), p = Math.floor((5 * t + 2) / 153), m = p < 10 ? p + 3 : p - 9;
  const y = q + e * 400 + (m <= 2 ? 1 : 0); return y >= 1 && y <= 9999 ? y * 10000 + m * 100 + t - Math.floor((153 * p + 2) / 5) + 1 : NaN; };
const ms = (d, by) => { const a = Math.floor(d / 10000) * 12 + Math.floor(d / 100) % 100 - 1 + by, y = Math.floor(a / 12), m = a - y * 12 + 1;
  return y >= 1 && y <= 9999 ? y * 10000 + m * 100 + Math.min(d % 100, lm(y, m)) : NaN; };
const wd = (d, off, worked, first, last) => { for (let n = dn(d), tries = 0; tries < 31; n++, tries++) { const one = nd(n), w = (((n + 4) % 7) + 7) % 7;
  if (!(one >= first && one <= last)) return NaN; if (worked.has(one) || (w !== 0 && w !== 6 && !off.has(one))) return one; } return NaN; };
`.trim();

const whole = (n: string, most: number): Quotient => ({ n, d: 1, most, dMost: 1, nonneg: false });

/** Writes nodes that calculate with days. */
export function dayNode(writing: Writing, expr: DayNode, place: Place): Written {
  const { emit } = writing;
  const text = (one: Expr): string => emit(String(writing.expression(one, place)));
  writing.header("days", helpers);
  switch (expr.op) {
    case "between": {
      const [from, to] = [text(expr.from), text(expr.to)];
      if (expr.unit === "days") return { ...whole(emit(`dn(${to}) - dn(${from})`), 4_000_000), ...oneSpan(expr) };
      if (expr.unit === "years") return whole(emit(`Math.floor((${to} - ${from}) / 10000)`), 10_000);
      const month = (day: string): string => `Math.floor(${day} / 10000) * 12 + Math.floor(${day} / 100) % 100`;
      return whole(emit(`${month(to)} - (${month(from)}) - (${to} % 100 < ${from} % 100 ? 1 : 0)`), 120_000);
    }
    case "shift": {
      const by = fixed(writing.expression(expr.by, place), place.name);
      const of = text(expr.of);
      if (expr.unit === "days") return emit(`nd(dn(${of}) + ${by.n})`);
      return emit(`ms(${of}, ${by.n}${expr.unit === "years" ? " * 12" : ""})`);
    }
    case "edge": {
      const of = text(expr.of);
      const year = `Math.floor(${of} / 10000)`;
      if (expr.unit === "year") return emit(`${year} * 10000 + ${expr.which === "first" ? 101 : 1231}`);
      const last = `lm(${year}, Math.floor(${of} / 100) % 100)`;
      return emit(`Math.floor(${of} / 100) * 100 + ${expr.which === "first" ? 1 : last}`);
    }
    case "workday":
      return emit(`wd(${text(expr.of)}, ${calendarOf(writing, expr.calendar, place)})`);
    case "latest":
    case "earliest":
      return expr.of.map(text).reduce((a, b) => emit(`${a} ${expr.op === "latest" ? ">" : "<"} ${b} ? ${a} : ${b}`));
    case "segments":
      return overSegments(writing, expr, place);
    case "segment":
      if (!place.segment) throw new LawError("law.type", place.name, "a segment stands only inside a sum by year or month");
      return place.segment[expr.which];
  }
}

/** The length in days of a year or month, bounded by that of the shortest and the longest. */
function oneSpan({ from, to }: Extract<DayNode, { op: "between" }>): Partial<Quotient> {
  if (from.op === "segment" && to.op === "segment" && from.which === "first" && to.which === "last")
    return { most: 366, least: 0, nonneg: true };
  const isOne =
    from.op === "edge" &&
    to.op === "edge" &&
    from.which === "first" &&
    to.which === "last" &&
    from.unit === to.unit &&
    JSON.stringify(from.of) === JSON.stringify(to.of);
  return isOne ? { most: 366, least: from.unit === "year" ? 364 : 27, nonneg: true } : {};
}

/** The calendar as two sets and the days between which it is known. */
function calendarOf(writing: Writing, name: string, place: Place): string {
  const calendar = writing.definitions.calendar(name);
  if (!calendar) throw new LawError("law.parameter", name, `${place.name} needs a calendar of this name`);
  const days = (of: "off" | "worked"): string =>
    [...(calendar as Calendar).years].flatMap(([year, one]) => [...one[of]].map((day) => dayNumber(`${year}-${day}`))).join(", ");
  const known = [...calendar.years.keys()].map(Number);
  const number = [...writing.definitions.calendarNames()].indexOf(name);
  writing.header(name, `const off${number} = new Set([${days("off")}]), worked${number} = new Set([${days("worked")}]);`);
  return `off${number}, worked${number}, ${Math.min(...known)}0101, ${Math.max(...known)}1231`;
}

function overSegments(writing: Writing, expr: Extract<Expr, { op: "segments" }>, place: Place): Written {
  const { line, fresh, emit } = writing;
  const [from, to] = [emit(String(writing.expression(expr.from, place))), emit(String(writing.expression(expr.to, place)))];
  const [sum, first, last, end, turn] = [fresh("s"), fresh("f"), fresh("l"), fresh("e"), fresh("k")];
  const block: Block = { entity: null, index: turn, lines: [], done: new Map() };
  const written = writing.within([...writing.blocks(), block], () =>
    fixed(writing.expression(expr.of, { ...place, segment: { first, last } }), place.name),
  );
  const year = `Math.floor(${first} / 10000)`;
  const month = `Math.floor(${first} / 100)`;
  line(`let ${sum} = 0;`);
  line(`for (let ${turn} = 0, ${first} = ${from}; ${first} <= ${to}; ${turn}++) {`);
  line(`if (${turn} >= ${MOST_SEGMENTS}) { ${sum} = NaN; break; }`);
  line(
    expr.unit === "year"
      ? `const ${end} = ${year} * 10000 + 1231;`
      : `const ${end} = ${month} * 100 + lm(${year}, ${month} % 100);`,
  );
  line(`const ${last} = ${end} < ${to} ? ${end} : ${to};`);
  for (const text of block.lines) line(text);
  line(`${sum} += ${written.n};`);
  line(`${first} = nd(dn(${end}) + 1);`);
  line("}");
  return bounded(place.name, { ...written, n: sum, most: written.most * MOST_SEGMENTS });
}
