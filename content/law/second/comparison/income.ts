import { type Household, incomeTax, modes, nets, type Person, taxBy } from "../income.ts";
import { incomeFigures, mortgageLimit, savingsLimit } from "../income-figures.ts";
import type { Comparison, Question } from "./compare.ts";
import type { Random } from "./random.ts";

/** The most of an amount in one return; the sums of a household stay within what the rules take. */
const most = 20_000_000;
/** Dividends with the full credit of 80,000, and a dollar beside. */
const fullCredit = 941_176;

function person(random: Random, year: number): Person {
  const figures = incomeFigures[year]!;
  const entry = figures.exemption + figures.standard + figures.salary;
  return {
    salary: random.near([figures.salary, entry, ...figures.edges.map((edge) => edge + entry)], most),
    other: random.chance(0.5) ? 0 : random.near([...figures.edges], most),
    interest: random.chance(0.3) ? 0 : random.near([savingsLimit, savingsLimit / 2], 2_000_000),
    dividends: random.chance(0.4) ? 0 : random.near([fullCredit, fullCredit / 2, 1_000_000], most),
    senior: random.chance(0.15),
    disabled: random.chance(0.1),
  };
}

/** Some of the dependants, each in one group of ages only. */
function ages(random: Random, dependants: number) {
  const seniors = random.chance(0.3) ? random.below(dependants + 1) : 0;
  const students = random.chance(0.4) ? random.below(dependants - seniors + 1) : 0;
  const preschoolers = random.chance(0.5) ? random.below(dependants - seniors - students + 1) : 0;
  return { seniors, students, preschoolers };
}

function household(random: Random): Household {
  const year = 2019 + random.below(8);
  const taxpayer = person(random, year);
  const spouse = random.chance(0.75) ? (random.chance(0.1) ? { ...taxpayer } : person(random, year)) : undefined;
  const dependants = random.below(6);
  const people = dependants + (spouse ? 2 : 1);
  // Rent is for those who have no house (§17 I 2 (3) 8), so that from 2024 one return has rent or a mortgage.
  const tenant = random.chance(0.5);
  return {
    year,
    taxpayer,
    ...(spouse ? { spouse } : {}),
    dependants,
    ...ages(random, dependants),
    disabledDependants: random.chance(0.2) ? random.below(dependants + 1) : 0,
    care: random.chance(0.3) ? random.below(people + 1) : 0,
    rent: year < 2024 || tenant ? random.near([120_000, 180_000], 500_000) : 0,
    donations: random.chance(0.5) ? 0 : random.amount(5_000_000),
    insurance: random.chance(0.5) ? 0 : random.near([24_000, 24_000 * people], 300_000),
    health: random.chance(0.5) ? 0 : random.amount(100_000),
    medical: random.chance(0.7) ? 0 : random.amount(1_000_000),
    mortgage: year < 2024 || !tenant ? random.near([mortgageLimit, mortgageLimit + savingsLimit], 1_000_000) : 0,
  };
}

/** Moves the taxpayer's other income so that a net income lies at the edge of a bracket, or a dollar beside. */
function atEdge(random: Random, drawn: Household): Household {
  const figures = incomeFigures[drawn.year]!;
  const mode = drawn.spouse ? random.pick(modes) : "joint";
  const net = random.pick(nets(drawn, mode, random.pick(["merged", "apart"]), random.chance(0.5), figures));
  const other = drawn.taxpayer.other + random.pick(figures.edges) + random.below(3) - 1 - net;
  return other < 0 || other > most ? drawn : { ...drawn, taxpayer: { ...drawn.taxpayer, other } };
}

function factsOf({ year, taxpayer, spouse, ...counts }: Household): Question["facts"] {
  const named = {
    ...counts,
    ...taxpayer,
    married: spouse !== undefined,
    spouseSalary: spouse?.salary ?? 0,
    spouseOther: spouse?.other ?? 0,
    spouseInterest: spouse?.interest ?? 0,
    spouseDividends: spouse?.dividends ?? 0,
    spouseSenior: spouse?.senior ?? false,
    spouseDisabled: spouse?.disabled ?? false,
  };
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`income.${name}`, value]));
}

/** What the rules call the cheapest way, where no other one costs the same. */
function names(asked: Household): Question["expected"] {
  const open = asked.spouse ? modes : modes.slice(0, 1);
  const ways = open.flatMap((mode) =>
    (["merged", "apart"] as const).map((dividends) => ({ mode, dividends, tax: taxBy(asked, mode, dividends) })),
  );
  const least = Math.min(...ways.map(({ tax }) => tax));
  const [best, ...others] = ways.filter(({ tax }) => tax === least);
  if (!best || others.length > 0) return {};
  return { "income.mode": best.mode, "income.dividendChoice": best.dividends };
}

export const income: Comparison = {
  tax: "income tax",
  law: "income",
  draw(random) {
    const drawn = household(random);
    const asked = random.chance(0.4) ? atEdge(random, drawn) : drawn;
    const open = asked.spouse ? modes : modes.slice(0, 1);
    return {
      at: `${asked.year}-12-31`,
      facts: factsOf(asked),
      expected: {
        "income.tax": incomeTax(asked),
        "income.apart": Math.min(...open.map((mode) => taxBy(asked, mode, "apart"))),
        ...Object.fromEntries(open.map((mode) => [`income.merged.${mode}`, taxBy(asked, mode, "merged")])),
        ...names(asked),
      },
    };
  },
};
