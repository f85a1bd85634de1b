import fs from "node:fs";
import { parseArgs } from "node:util";
import { readAwardRules, readBusinessNumbers } from "@troad/invoice/api";
import {
  claimWindow,
  daysOf,
  findingsOf,
  isInvoiceNumber,
  isTerm,
  matcherOf,
  maxDocumentBytes,
  payOut,
  readMig,
} from "@troad/invoice-formats";
import { ConfigurationError } from "@troad/kernel";
import type { Command } from "../command.ts";
import { content } from "../content.ts";
import { listLate, listUnreadable } from "./invoice-lists.ts";
import { assignNumbers, listNumbers, type Options } from "./invoice-numbers.ts";

const text = { type: "string" } as const;

export const invoice: Command = {
  help: `usage: troad invoice check FILE.xml [--json]
       troad invoice prize --term YYYMM --number N [--net] [--json]
       troad invoice assign --term YYYMM --seller BAN --track AB --first N --last N [--type 07|08] [--key K] [--data=data] [--json]
       troad invoice numbers [--term YYYMM] [--seller BAN] [--before ACT] [--limit 50] [--data=data] [--json]
       troad invoice late --term YYYMM [--seller BAN] [--after N] [--limit 50] [--data=data] [--json]
       troad invoice unreadable --term YYYMM [--after NUMBER] [--limit 50] [--data=data] [--json]

check   reads a message or an envelope (MIG 3.1 to 4.1) and checks it by schema and rules; --json answers
        {ok, errors: [{kind: "schema"|"rule", code, path}]}. Exit code 0 only if nothing is wrong.
prize   says what an invoice of a past period has won: {prize, amount}, prize null for none. N is a whole number or its eight
        digits; --net adds {net: {counter, remitted}}, what is paid after taxes. Exit code 1 if the period's draw is not known.
assign  assigns numbers of eight digits, whole books of fifty, to a seller, for good; they go down as E0501. The same command, or the
        same --key, is one act. --json answers {id}, or {code, message} with exit code 1 if the numbers cannot be assigned.
numbers what was assigned, the newest act first: act, period, type, numbers, seller; --json [{no, id, term, type, track, ...}].
late    messages of a period that were taken after their deadline, in the order of receipt; --json [{no, number, kind, seller, due, ...}].
unreadable  numbers of a period's invoices that hold characters nothing can carry, from before such messages were refused; --json [number].

assign, numbers, late and unreadable speak to the running platform at its operator's socket, which the user alone can open who runs it.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        term: { type: "string" },
        number: { type: "string" },
        net: { type: "boolean", default: false },
        ...{ seller: text, track: text, first: text, last: text, type: text, key: text, before: text, after: text },
        data: { type: "string", default: process.env.TROAD_DATA ?? "data" },
        lang: { type: "string", default: "en" },
        limit: { type: "string", default: "50" },
      },
    });
    const [what, file] = positionals;
    if (what === "check" && file && positionals.length === 2) return check(file, values.json);
    if (what === "prize" && values.term && values.number && positionals.length === 1)
      return prize(values.term, values.number, values);
    const ask = positionals.length === 1 && what !== undefined && Object.hasOwn(asked, what) ? asked[what] : undefined;
    const done = ask?.(values);
    if (done) return done;
    process.stderr.write(`${invoice.help}\n`);
    return 2;
  },
};

/** A request to the running platform. */
const asked: Readonly<Record<string, (options: Options) => Promise<number> | undefined>> = {
  assign: assignNumbers,
  numbers: listNumbers,
  late: listLate,
  unreadable: listUnreadable,
};

function check(file: string, json: boolean): number {
  if (!fs.existsSync(file)) throw new ConfigurationError(`there is no file ${file}`);
  const size = fs.statSync(file).size;
  // a file that is too large is refused by its size, before it is read
  const errors =
    size > maxDocumentBytes
      ? [{ kind: "schema" as const, code: "xml.too-large" as const, path: "/" }]
      : findingsOf(readMig(fs.readFileSync(file), { isBan: readBusinessNumbers(content()) }));
  const ok = errors.length === 0;
  if (json) process.stdout.write(`${JSON.stringify({ ok, errors })}\n`);
  else if (ok) process.stdout.write(`${file}: nothing is wrong\n`);
  else for (const { kind, code, path: at } of errors) process.stdout.write(`${kind}  ${code}  ${at}\n`);
  return ok ? 0 : 1;
}

function prize(term: string, number: string, { json, net }: { json: boolean; net: boolean }): number {
  if (!isTerm(term)) throw new ConfigurationError(`${term} is no period: the ROC year and an even month, such as 11410`);
  if (!isInvoiceNumber(number) && !/^\d{8}$/.test(number)) throw new ConfigurationError(`${number} is no invoice number`);
  const rules = readAwardRules(content());
  const draw = rules.draws.find((one) => one.term === term);
  if (!draw) throw new ConfigurationError(`the winning numbers of ${term} are not known`);
  const won = matcherOf(draw, rules.amounts).prizeOf(number);
  const answer = { prize: won?.prize ?? null, amount: won?.amount ?? 0 };
  // the taxes in force on the first day on which it can be claimed
  const taxes = rules.taxesOn(claimWindow(daysOf(term).last).from);
  const paid = {
    counter: payOut(answer.amount, taxes, "counter").net,
    remitted: payOut(answer.amount, taxes, "remitted").net,
  };
  if (json) process.stdout.write(`${JSON.stringify(net ? { ...answer, net: paid } : answer)}\n`);
  else {
    process.stdout.write(`${answer.prize ?? "no prize"}  NT$${answer.amount.toLocaleString("en")}\n`);
    if (net)
      process.stdout.write(
        `over the counter  NT$${paid.counter.toLocaleString("en")}\nremitted          NT$${paid.remitted.toLocaleString("en")}\n`,
      );
  }
  return 0;
}
