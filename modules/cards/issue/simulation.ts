import fs from "node:fs";
import path from "node:path";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

const count = Type.Integer({ minimum: 0 });
const simulationSchema = Type.Object({
  at: Type.String({ maxLength: 40 }),
  months: Type.Array(
    Type.Object({
      month: Type.String({ pattern: "^\\d{4}-\\d{2}$" }),
      /** Orders that wait for the centre at the end of the month. */
      waiting: count,
      counties: Type.Array(
        Type.Object({ county: Type.String({ maxLength: 10 }), people: count, planned: count, active: count }),
        {
          maxItems: 100,
        },
      ),
    }),
    { maxItems: 120 },
  ),
});
/** The three years of issue as they would go on the made-up people of the demonstration (`troad demo issue`), month by month. */
export type Simulation = Static<typeof simulationSchema>;
const check = Compile(simulationSchema);

const fileIn = (dataDir: string): string => path.join(dataDir, "demo", "issue.json");

export function writeSimulation(dataDir: string, simulation: Simulation): string {
  const file = fileIn(dataDir);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.new`, JSON.stringify(simulation));
  fs.renameSync(`${file}.new`, file);
  return file;
}

/** What was simulated in this installation, read again when the file changed; null where nothing was, or the file is none of ours. */
export function simulationReader(dataDir: string): () => Simulation | null {
  let kept: { mtime: number; simulation: Simulation | null } | undefined;
  return () => {
    const mtime = fs.statSync(fileIn(dataDir), { throwIfNoEntry: false })?.mtimeMs;
    if (mtime === undefined) return null;
    if (kept?.mtime !== mtime) kept = { mtime, simulation: parsed(fs.readFileSync(fileIn(dataDir), "utf8")) };
    return kept.simulation;
  };
}

function parsed(text: string): Simulation | null {
  try {
    const value: unknown = JSON.parse(text);
    return check.Check(value) ? value : null;
  } catch {
    return null;
  }
}
