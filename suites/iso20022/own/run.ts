/** A statement of our own with a batch: its payments come to the amount of the entry, and altered ones are told apart. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCamt053, wholeDollars } from "../../../packages/iso20022/index.ts";
import type { Suite } from "../../kit.ts";

const read = async (text: string): Promise<string> => {
  const found: string[] = [];
  try {
    for await (const one of readCamt053([Buffer.from(text)]))
      if (one.kind === "entry") found.push(`${wholeDollars(one.money)} in ${one.batch?.count}`);
      else if (one.kind === "transaction" && one.money) found.push(`${one.endToEndId} ${wholeDollars(one.money)}`);
  } catch (error) {
    return String(error);
  }
  return found.join(", ");
};
const expected = "-12000 in 2, R1-1 -6000, R1-2 -6000";

const suite: Suite = async () => {
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const text = readFileSync(join(import.meta.dirname, "statement.xml"), "utf8");
  const judge = (id: string, good: boolean, why: string): void => void (good ? passed.push(id) : failed.push({ id, why }));
  const whole = await read(text);
  judge("statement: batch", whole === expected, whole);
  for (const [name, bent] of [
    ["amount", text.replace("6000<", "6000.50<")],
    ["direction", text.replaceAll("DBIT", "CRDT")],
    ["cut", text.slice(0, -40)],
  ] as const) {
    const seen = await read(bent);
    judge(`statement altered: ${name}`, seen !== expected, seen);
  }
  return { passed, failed };
};

export default suite;
