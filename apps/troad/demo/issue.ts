import path from "node:path";
import { parseArgs } from "node:util";
import { type IssuePlan, readPlan } from "@troad/cards/plan";
import { fraction, type Person, simulateIssue } from "@troad/cards/simulate";
import { writeSimulation } from "@troad/cards/simulation";
import { households } from "@troad/population";
import { content } from "../content.ts";
import { root } from "../root.ts";

/** People in Taiwan, of whom the made-up ones are a sample. */
const nation = 23_600_000;
const lostPerYear = 3;
/** Of a hundred people above 65, how many die in a year: supposed, so that cards also end. */
const deathsPerYear = 4;

/** `troad demo issue`: the issue of cards month by month, printed and written to `data/demo/issue.json`. */
export async function simulate(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: "string", default: "10000" },
      "cards-per-day": { type: "string", default: "60000" },
      data: { type: "string", default: process.env.TROAD_DATA ?? "data" },
    },
  });
  const [size, cardsPerDay] = [Number(values.people), Number(values["cards-per-day"])];
  if (![size, cardsPerDay].every((one) => Number.isInteger(one) && one >= 1 && one <= 10_000_000)) {
    process.stderr.write("troad demo issue: --people and --cards-per-day are whole numbers from 1 to 10,000,000\n");
    return 2;
  }
  const plan = readPlan(content());
  const people: Person[] = [];
  // of the day on which the plan ends: who was born during it is there as well
  for (const { address, members } of households({ seed: "t-road", size, today: plan.phases.at(-1)!.by }))
    for (const { nationalId, birthDate } of members)
      people.push({ id: nationalId, county: address.countyCode, born: birthDate, died: deathOf(nationalId, birthDate, plan) });
  const made = simulateIssue(people, { plan, cardsPerDay, nation, lostPerYear, at: new Date().toISOString() });
  for (const { month, waiting, counties } of made.months) {
    const sum = (of: "people" | "planned" | "active"): number => counties.reduce((total, one) => total + one[of], 0);
    const share = ((100 * sum("active")) / sum("people")).toFixed(1);
    process.stdout.write(`${month}  planned ${sum("planned")}  active ${sum("active")} (${share} %)  waiting ${waiting}\n`);
  }
  process.stdout.write(
    `${writeSimulation(path.resolve(root, values.data), made)}\nThese people are made up, and no card was made.\n`,
  );
  return 0;
}

/** The day on which one of the made-up people dies while cards are given out; null for most. */
function deathOf(id: string, born: string, { starts, phases }: IssuePlan): string | null {
  const [from, to] = [Date.parse(starts[1].on), Date.parse(phases.at(-1)!.by)];
  const years = (to - from) / 31_557_600_000;
  if (from - Date.parse(born) < 65 * 31_557_600_000) return null;
  const drawn = fraction(`death ${id}`) / ((deathsPerYear / 100) * years);
  return drawn < 1 ? new Date(from + drawn * (to - from)).toISOString().slice(0, 10) : null;
}
