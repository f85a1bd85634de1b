/** `node packages/sandbox-bank/main.ts FOLDER`: the bank works once. */
import { bankDay } from "./bank.ts";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node packages/sandbox-bank/main.ts FOLDER");
  process.exitCode = 2;
} else void bankDay(folder, new Date());
