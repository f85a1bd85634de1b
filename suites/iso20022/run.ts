/**
 * ISO 20022: what `packages/iso20022` reads of a statement is what genkgo/camt read of it (the `.json` beside a sample), a wrong file is refused,
 * and what is written is valid for xmllint against the official schema.
 */
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCamt053, readPain002, writePain001 } from "../../packages/iso20022/index.ts";
import type { Suite } from "../kit.ts";
import { differencesOf, type GenkgoMessage } from "./genkgo.ts";

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
const reasonOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => String(error),
  );

async function writtenFile(count: number): Promise<string> {
  const lines = Array.from({ length: count }, (_, n) => ({
    ...{
      endToEndId: `R1-${n}`,
      amount: 5_000 + n,
      name: n % 2 ? "陳 & 林 <b>" : "王小明",
      bank: "700",
      account: "00012345678901",
    },
    text: `育兒津貼 "2026-11" ${n}`,
  }));
  const sum = lines.reduce((total, { amount }) => total + amount, 0);
  const head = { msgId: "R20261130-1", createdAt: "2026-11-30T01:00:00Z", executionDay: "2026-11-30", initiator: "衛生福利部" };
  const debtor = { name: "社會及家庭署", bank: "0040037", account: "123456789012" };
  return (await collect(writePain001({ ...head, debtor, count, sum }, lines))).join("");
}

function isValid(schema: string, xml: string): boolean {
  const scratch = mkdtempSync(join(tmpdir(), "iso20022-"));
  try {
    writeFileSync(join(scratch, "file.xml"), xml);
    return spawnSync("xmllint", ["--noout", "--schema", schema, join(scratch, "file.xml")], { stdio: "ignore" }).status === 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const suite: Suite = async ({ reference }) => {
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const judge = (id: string, why: string | undefined): void =>
    void (why === undefined ? passed.push(id) : failed.push({ id, why }));
  const folder = join(reference, "iso20022");
  const samples = join(folder, "samples");
  const files = existsSync(samples) ? readdirSync(samples).toSorted() : [];
  for (const json of files.filter((name) => name.endsWith(".json"))) {
    const name = json.replace(/\.json$/, "");
    const xml = readFileSync(join(samples, `${name}.xml`));
    const expected = JSON.parse(readFileSync(join(samples, json), "utf8")) as GenkgoMessage;
    judge(`read: ${name}`, differencesOf(await collect(readCamt053([xml])), expected)[0]);
    const bent = Buffer.from(xml.toString().replace(/(<Amt Ccy="[A-Z]{3}">)(\d)/g, "$19$2"));
    const seen = differencesOf(await collect(readCamt053([bent])), expected).length > 0;
    judge(`altered amount: ${name}`, seen ? undefined : "not noticed");
    const cut = await reasonOf(collect(readCamt053([xml.subarray(0, xml.length * 0.7)])));
    judge(`altered by a cut: ${name}`, cut === undefined ? "accepted" : undefined);
  }
  for (const name of files.filter((one) => /camt.*\.xml$/.test(one) && !files.includes(one.replace(/xml$/, "json")))) {
    const why = await reasonOf(collect(readCamt053(createReadStream(join(samples, name)))));
    if (name.includes("wrong")) judge(`wrong: ${name}`, why === undefined ? "accepted" : undefined);
    else judge(`read without an oracle: ${name}`, why);
  }
  for (const name of files.filter((one) => /pain_002.*\.xml$/.test(one)))
    judge(`read status: ${name}`, await reasonOf(collect(readPain002(createReadStream(join(samples, name))))));
  const schema = join(folder, "xsd", "pain.001.001.09.xsd");
  for (const count of [1, 2, 500]) {
    const xml = await writtenFile(count);
    judge(`written: ${count}`, isValid(schema, xml) ? undefined : "not valid");
    judge(`altered file: ${count}`, isValid(schema, xml.replace("<NbOfTxs>", "<Wrong>1</Wrong><NbOfTxs>")) ? "valid" : undefined);
  }
  return { passed, failed };
};

export default suite;
