import fs from "node:fs";
import { incomeSample, laws, PEOPLE } from "@troad/content-law";
import { LawError } from "@troad/law";
import { type Change, type Distribution, simulate } from "@troad/reform";

const MAX_HOUSEHOLDS = 1_000_000;
const MAX_CHANGES = 100;

type Reform = { at: string; changes: Change[]; sample: { seed: string; households: number; people: number } };
type Answer = { synthetic: true; note: { "zh-Hant": string; en: string }; reform: Reform } & Distribution;

const note = {
  "zh-Hant": "樣本家戶為虛構，金額不代表實際稅收；只計綜合所得稅，不計行為改變。",
  en: "The households are made up: amounts are not real revenue. Income tax alone, and nobody behaves differently.",
};

/** `troad law reform FILE`: exit code 0, or 1 with {code, subject, message} if the file cannot be used. */
export function lawReform(file: string, json: boolean): number {
  try {
    const answer = reformOf(JSON.parse(fs.readFileSync(file, "utf8")));
    if (json) process.stdout.write(`${JSON.stringify(answer)}\n`);
    else show(answer);
    return 0;
  } catch (error) {
    const refused = error instanceof SyntaxError ? new LawError("law.type", "FILE", "is not JSON") : error;
    if (!(refused instanceof LawError)) throw refused;
    const { code, subject, message } = refused;
    if (json) process.stdout.write(`${JSON.stringify({ code, subject, message })}\n`);
    else process.stderr.write(`${code}  ${message}\n`);
    return 1;
  }
}

/** Works out a reform of the income tax. Throws LawError. */
export function reformOf(raw: unknown): Answer {
  const asked = readReform(raw);
  const law = laws.get("income");
  if (!law) throw new LawError("law.unknown-variable", "income", "is no law");
  const sample = incomeSample({ ...asked.sample, at: asked.at });
  return {
    synthetic: true,
    note,
    reform: asked,
    ...simulate(sample, { law, want: "income.tax", at: asked.at, changes: asked.changes }),
  };
}

function readReform(raw: unknown): Reform {
  const file = (raw ?? {}) as { at?: unknown; changes?: unknown; sample?: Record<string, unknown> };
  const { changes, at = "2025-12-31", sample = {} } = file;
  const { seed = "reform", households = 10_000, people = PEOPLE } = sample ?? {};
  if (typeof at !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(at))
    throw new LawError("law.type", "at", "must be a day as YYYY-MM-DD");
  if (!Array.isArray(changes) || changes.length === 0 || changes.length > MAX_CHANGES)
    throw new LawError("law.type", "changes", `must be a list of 1 to ${MAX_CHANGES} of {parameter, value}`);
  for (const [no, one] of changes.entries())
    if (typeof one?.parameter !== "string" || one.value === undefined)
      throw new LawError("law.type", `changes/${no}`, "must have parameter and value");
  if (typeof seed !== "string") throw new LawError("law.type", "sample/seed", "must be a text");
  if (!Number.isInteger(households) || Number(households) < 10 || Number(households) > MAX_HOUSEHOLDS)
    throw new LawError("law.range", "sample/households", `must be 10 to ${MAX_HOUSEHOLDS}`);
  if (typeof people !== "number" || !(people > 0)) throw new LawError("law.range", "sample/people", "must be above 0");
  return {
    at,
    changes: changes.map(({ parameter, value }: Change) => ({ parameter, value })),
    sample: { seed, households: Number(households), people },
  };
}

function show({ revenue, deciles, gini, note: about }: Answer): void {
  const money = (amount: number): string => `${amount < 0 ? "-" : ""}NT$${Math.abs(amount).toLocaleString("en")}`;
  process.stdout.write(
    `${about.en}\nrevenue  ${money(revenue.before)} before, ${money(revenue.after)} after, change ${money(revenue.change)}\n`,
  );
  process.stdout.write(
    `Gini     ${gini.before.toFixed(4)} before, ${gini.after.toFixed(4)} after\ndecile    change a household   winners    losers\n`,
  );
  for (const { decile, change, winners, losers } of deciles)
    process.stdout.write(
      `${String(decile).padStart(6)}  ${money(change).padStart(18)}  ${winners.toLocaleString("en").padStart(9)}  ${losers.toLocaleString("en").padStart(8)}\n`,
    );
}
