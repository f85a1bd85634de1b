import { killWhileTaking } from "../modules/invoice/test/kill.ts";

/** `npm run soak -- NAME [COUNT]`: what `npm test` does a few times, many times. */
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const soaks: Record<string, (count: number) => Promise<unknown>> = {
  "invoice-kill": (count) => killWhileTaking(count, say),
};

const [name = "", count = "1000"] = process.argv.slice(2);
const soak = soaks[name];
if (!soak || !/^[1-9]\d{0,5}$/.test(count)) {
  process.stderr.write(`usage: npm run soak -- NAME [COUNT]; there are: ${Object.keys(soaks).join(", ")}\n`);
  process.exit(2);
}
say(JSON.stringify(await soak(Number(count))));
