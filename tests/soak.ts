import { randomInt } from "node:crypto";
import { compareAll } from "../content/law/second/comparison/index.ts";
import { killWhileMaking } from "../modules/cards/test/kill.ts";
import { killWhileTaking } from "../modules/invoice/test/kill/kill.ts";
import { invoicesInRandomOrder } from "../modules/invoice/test/order/run.ts";
import { soakMachines } from "./deploy/soak.ts";
import { killPostgresUnderLoad } from "./kit/postgres-kill.ts";

/** `npm run soak -- NAME [COUNT [MINUTES]]`: what `npm test` does a few times, many times, or as often as it can in some minutes. */
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const soaks: Record<string, (count: number, until: number) => Promise<object>> = {
  // a kill for each fifty cards: twenty for a thousand
  cards: (count, until) => killWhileMaking(count, Math.ceil(count / 50), { say, until }),
  "invoice-kill": (count, until) => killWhileTaking(count, { say, until }),
  law: async (count, until) => compareAll(count, until),
  "invoice-order": (count, until) => invoicesInRandomOrder(count, { say, until, seed: randomInt(1_000_000) }),
  "postgres-kill": (count, until) => killPostgresUnderLoad(count, { say, until }),
};

if (process.argv[2] === "deploy") {
  const results = await soakMachines(process.argv.slice(3), say);
  say(JSON.stringify(results));
  process.exit(Object.values(results).every(({ ok }) => ok) ? 0 : 1);
}

const [name = "", count = "1000", minutes = "1440"] = process.argv.slice(2);
const soak = soaks[name];
if (!soak || ![count, minutes].every((text) => /^[1-9]\d{0,5}$/.test(text))) {
  process.stderr.write(
    `usage: npm run soak -- NAME [COUNT [MINUTES]]; there are: ${Object.keys(soaks).join(", ")}; deploy [FAULT ...]\n`,
  );
  process.exit(2);
}
const began = Date.now();
const result = await soak(Number(count), began + Number(minutes) * 60_000);
say(JSON.stringify({ ...result, minutes: Number(((Date.now() - began) / 60_000).toFixed(1)) }));
