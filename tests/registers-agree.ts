import { readAll } from "./registers-agree/read.ts";
import { contradictions, ruleNames } from "./registers-agree/rules.ts";

/** `node tests/registers-agree.ts [people] [today]`: reads all registers of the synthetic population and says where two contradict each other. */
const size = Number(process.argv[2] ?? 10_000);
const today = process.argv[3] ?? new Date().toISOString().slice(0, 10);
const all = readAll({ seed: "t-road", size, today });
const found = contradictions(all, today);
for (const { rule, register, key, says } of found.slice(0, 100)) console.log(`${rule}: ${register} ${key}: ${says}`);
const records = [...all.values()].reduce((sum, { size: of }) => sum + of, 0);
console.log(
  `${size} people, ${all.size} registers, ${records} records, rules ${ruleNames.join(" ")}: ${found.length} contradictions`,
);
process.exitCode = found.length === 0 ? 0 : 1;
