/**
 * Claim: cards personalised a second, from the order to the print file, by two workers of one process in SoftHSM2, and the days that 23.6 million cards
 * take at that rate. Peer: the same tokens, keys and signatures without a centre (no stock, no certificates, no letters, no entries), in the same run.
 */
import { generateKeyPairSync, sign } from "node:crypto";
import fs from "node:fs";
import eid from "@troad/eid/module";
import { type ModuleContext, type ModuleManifest, sql } from "@troad/kernel";
import notify from "@troad/notify/module";
import pki from "@troad/pki/module";
import { personaliseToken } from "@troad/trust";
import { startModules } from "../kernel/test/modules.ts";
import { type Cards, openCards } from "../modules/cards/cards.ts";
import manifest from "../modules/cards/module.ts";
import { type Equipment, equipment, readyOrder, skip, stock } from "../modules/cards/test/centre.ts";
import { type Row, rate, seconds } from "./kit.ts";

const [count, workers] = [200, 2];
/** People of fourteen and more would be fewer: the plan gives everybody a card. */
const population = 23_600_000;
const tokenSigned = Buffer.alloc(400, 1);

export default async (): Promise<Row[]> => {
  if (skip) throw new Error(skip);
  const tools = await equipment();
  let [cards, ctx]: [Cards?, ModuleContext?] = [];
  const captured: ModuleManifest = {
    ...manifest,
    create: async (context) => {
      ctx = context;
      cards = await openCards(context, { tokenModule: tools.modulePath, printerKey: tools.printerKey, leaseSeconds: 60 });
      const { jobs: _jobs, ...parts } = await manifest.create(context);
      return parts;
    },
  };
  const content = ["agencies", "roles", "messages", "cards"];
  const started = await startModules([pki, notify, eid, captured], { env: tools.env, content });
  try {
    const made = await atCentre(cards!, ctx!);
    const bare = await atTokens(tools);
    const perDay = made * 86_400;
    return [
      rate("cards, from the order to the print file", "cards/s", made, {
        what: "their tokens, keys and signatures alone",
        perSecond: bare,
      }),
      rate("their keys and signatures in software", "cards/s", inSoftware()),
      {
        ...{ what: "23.6 million cards at that rate", value: Math.round(population / perDay), unit: "days" },
        peer: "",
        ratio: null,
      },
    ];
  } finally {
    await started.stop();
    fs.rmSync(tools.folder, { recursive: true, force: true });
  }
};

async function atCentre(cards: Cards, { db }: ModuleContext): Promise<number> {
  await stock(cards, "BE00000001", count + 10);
  for (let n = 0; n < count; n++) await readyOrder(cards, `A1${String(n).padStart(8, "0")}`, { key: `bench ${n}` });
  const batches: string[] = [];
  for (let n = 0; n < count; n += cards.content.batch.cards) batches.push(await cards.batches.plan("operator"));
  // each worker begins with another batch; what is left of one is made by both
  const work = async (at: number): Promise<void> => {
    for (const batch of [...batches.slice(at), ...batches.slice(0, at)])
      await cards.batches.produce(batch).catch(() => undefined);
  };
  const took = await seconds(() =>
    Promise.all(Array.from({ length: workers }, (_, at) => work(Math.floor((at * batches.length) / workers)))),
  );
  const { n } = (await db.one<{ n: number }>(sql`select count(*)::int as n from card where state = 'printed'`))!;
  if (n !== count) throw new Error(`${n} of ${count} cards were made`);
  return count / took;
}

/** A card has two tokens with a key each, which signs its request; the authority signs both certificates. */
async function atTokens({ modulePath }: Equipment): Promise<number> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const waiting = Array.from({ length: 2 * count }, (_, n) => n);
  const work = async (): Promise<void> => {
    for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) {
      const token = { modulePath, label: `bare-${n}`, puk: "12345678", pin: "123456", object: "auth", id: Buffer.from([1]) };
      await personaliseToken(token, ({ signer }) => signer.sign(tokenSigned));
      sign("sha256", tokenSigned, privateKey);
    }
  };
  return count / (await seconds(() => Promise.all(Array.from({ length: workers }, work))));
}

function inSoftware(): number {
  const before = process.hrtime.bigint();
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  for (let n = 0; n < 2 * count; n++) {
    sign("sha256", tokenSigned, generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);
    sign("sha256", tokenSigned, authority);
  }
  return count / (Number(process.hrtime.bigint() - before) / 1e9);
}
