import { parseArgs } from "node:util";
import type { RecordsApi } from "@troad/road/api";
import type { Command } from "../command.ts";
import { Refused, recordsClient } from "../operator/client.ts";

type About = Parameters<RecordsApi["hold"]>[0]["about"];
type Order = Awaited<ReturnType<RecordsApi["orders"]>>[number];

const options = {
  agency: { type: "string" },
  exchange: { type: "string" },
  consumer: { type: "string" },
  consent: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  reason: { type: "string", default: "" },
  limit: { type: "string", default: "50" },
  data: { type: "string", default: "data" },
  lang: { type: "string", default: "zh-Hant" },
  json: { type: "boolean", default: false },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

/** Exactly one of exchange, consent and range; undefined otherwise. */
function aboutIn({ exchange, consumer, consent, since, until }: Values): About | undefined {
  const named: (About | undefined)[] = [
    exchange === undefined ? undefined : { exchangeId: exchange, ...(consumer === undefined ? {} : { consumer }) },
    consent === undefined ? undefined : { consent },
    since === undefined || until === undefined ? undefined : { since, until },
  ];
  const given = named.filter((one) => one !== undefined);
  return given.length === 1 ? given[0] : undefined;
}

export const records: Command = {
  help: `usage: troad records hold|erase --agency=ID --exchange=ID|--consent=ID|--since=TIME --until=TIME --reason=TEXT [OPTION ...]
       troad records end NUMBER --agency=ID --reason=TEXT
       troad records list --agency=ID [--limit=N]

hold    nothing that it is about is erased until the hold ends
erase   bodies are erased in the next round, or when the last hold on them ends; heads, signatures, time stamps and digests stay
end     ends a hold, or an order to erase that has not done everything
list    holds and orders, newest first, with how many exchanges each has erased

--consumer=INSTANCE/CLASS/MEMBER/SUBSYSTEM says whose exchange --exchange means, where several consumers use the id.

TIME is UTC, such as 2026-11-25T00:00:00Z. --data=DIR is the data folder of the process in which the agency's gateway runs (default data).
--json prints what the gateway answered. Exit code 0: done. 1: refused. 2: not understood.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const call = callOf(values, positionals);
    if (!call) {
      process.stderr.write(`${records.help}\n`);
      return 2;
    }
    try {
      const told = await call();
      process.stdout.write(values.json ? `${JSON.stringify(told.value)}\n` : `${told.lines.join("\n")}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (values.json) process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
      else process.stderr.write(`${error.message} (${error.code})\n`);
      return 1;
    }
  },
};

type Told = { value: unknown; lines: string[] };

function callOf(values: Values, [verb, word, ...rest]: string[]): (() => Promise<Told>) | undefined {
  const { agency, reason } = values;
  if (!agency || rest.length > 0) return undefined;
  const ask = recordsClient(values.data, agency, values.lang);
  const about = aboutIn(values);
  if ((verb === "hold" || verb === "erase") && about && !word)
    return async () => {
      const { id } = await ask(verb, { about, reason });
      return { value: { id }, lines: [`${verb} ${id}`] };
    };
  const id = Number(word);
  if (verb === "end" && Number.isSafeInteger(id) && id > 0)
    return async () => {
      await ask("end", { id, reason });
      return { value: { id }, lines: [`ended ${id}`] };
    };
  if (verb === "list" && !word)
    return async () => {
      const found = await ask("orders", { limit: Number(values.limit) });
      return { value: found, lines: found.map(orderLine) };
    };
  return undefined;
}

function orderLine(order: Order): string {
  const about = order.exchange_id ?? order.consent ?? `${order.since} .. ${order.until}`;
  const state = order.ended_at ? `ended ${order.ended_at}` : order.kind === "hold" ? "in force" : `${order.erased} erased`;
  return [order.id, order.kind, about, order.at, state, order.reason].join("\t");
}
