import { createPrivateKey } from "node:crypto";
import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readBusinessNumbers } from "@troad/invoice/api";
import { ConfigurationError } from "@troad/kernel";
import { parseCertificates } from "@troad/trust";
import type { Command } from "../command.ts";
import { content } from "../content.ts";
import { fetchDown } from "../turnkey/downloads.ts";
import { openFolder } from "../turnkey/folder.ts";
import { type SendSummary, type Shop, sendPending } from "../turnkey/send.ts";

/** Pause while the folder is empty. */
const restMs = 1000;
/** How often the platform is asked for downloads. */
const fetchMs = 10 * 60_000;

export const turnkey: Command = {
  help: `usage: troad turnkey DIR --to=URL --certificate=FILE --key=FILE --party=BAN [--once]

Sends MIG files that are moved into DIR/out, one message a file, in packages signed by the shop. DIR/done and DIR/error hold the files,
DIR/in the results (SummaryResult a package, ProcessResult a refused file). A file is moved, never copied; what was under way when this
ended is sent again. Every ten minutes it fetches what the platform has for the shop into DIR/in: assigned numbers (E0501) and the results
of each day and period (SummaryResult-day-...); DIR/fetched.json says how far. --once fetches and ends when DIR/out is empty, with exit
code 1 if something was refused.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        to: { type: "string" },
        certificate: { type: "string" },
        key: { type: "string" },
        party: { type: "string" },
        once: { type: "boolean", default: false },
      },
    });
    const [folder] = positionals;
    const { to, certificate, key, party } = values;
    if (!folder || positionals.length !== 1 || !to || !certificate || !key || !party) {
      process.stderr.write(`${turnkey.help}\n`);
      return 2;
    }
    openFolder(folder);
    const [parsed] = parseCertificates(fs.readFileSync(certificate, "utf8"));
    if (!parsed) throw new ConfigurationError(`${certificate} holds no certificate`);
    const shop = {
      party,
      platform: to.replace(/\/$/, ""),
      certificateDer: parsed.der,
      isBan: readBusinessNumbers(content()),
      key: createPrivateKey(fs.readFileSync(key)),
    };
    return watch(folder, shop, values.once);
  },
};

async function watch(folder: string, shop: Shop, once: boolean): Promise<number> {
  const ended = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended.abort());
  let anyRefused = false;
  let fetchAt = 0;
  while (!ended.signal.aborted) {
    const round: SendSummary = await sendPending(folder, shop);
    if (round.taken + round.refused > 0) process.stdout.write(`${JSON.stringify(round)}\n`);
    anyRefused ||= round.refused > 0;
    const empty = round.taken + round.refused === 0 && round.retryAfter === undefined;
    // sending comes first, because customers wait at the till
    if (empty && performance.now() >= fetchAt) {
      const fetched = await fetchDown(folder, shop);
      if (fetched) process.stdout.write(`${JSON.stringify({ fetched })}\n`);
      fetchAt = performance.now() + (fetched === undefined ? 5000 : fetchMs);
    }
    if (empty && once) return anyRefused ? 1 : 0;
    const pause = round.retryAfter === undefined ? (empty ? restMs : 0) : round.retryAfter * 1000;
    await wait(pause, undefined, { signal: ended.signal }).catch(() => undefined);
  }
  return 0;
}
