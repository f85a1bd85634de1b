import fs from "node:fs";
import path from "node:path";
import { type Downloads, signPackage } from "@troad/invoice/api";
import { writeResult } from "./turnkey-folder.ts";
import type { Shop } from "./turnkey-send.ts";

/** How far this folder has fetched; beside the folders, so that emptying `in` fetches nothing twice. */
type Cursor = { numbersAfter?: number; resultsAfter?: string };
const cursorFile = (root: string): string => path.join(root, "fetched.json");
/** Looks in one go: years of days fit. */
const mostLooks = 100;

function readCursor(root: string): Cursor {
  try {
    return JSON.parse(fs.readFileSync(cursorFile(root), "utf8")) as Cursor;
  } catch {
    return {}; // a new folder; what is fetched once more gets the same names
  }
}

/**
 * Fetches what the platform has for the shop into `in`: numbers that were assigned (E0501), results of days that are over (SummaryResult). What
 * is written before the program ends is written again by the next one, under the same names. Gives how many, or undefined if nobody answered.
 */
export async function fetchDown(root: string, shop: Shop): Promise<number | undefined> {
  let fetched = 0;
  for (let look = 0; look < mostLooks; look++) {
    const found = await ask(shop, readCursor(root));
    if (!found) return undefined;
    for (const { name, xml } of found.documents) writeResult(root, path.basename(name), xml);
    fetched += found.documents.length;
    const partial = `${cursorFile(root)}.${process.pid}`;
    fs.writeFileSync(partial, JSON.stringify({ numbersAfter: found.numbersAfter, resultsAfter: found.resultsAfter }));
    fs.renameSync(partial, cursorFile(root));
    if (!found.more) break;
  }
  return fetched;
}

/** Asks by the platform's clock where the shop's is off: a question is fresh for a few minutes only. */
async function ask(shop: Shop, cursor: Cursor): Promise<Downloads | undefined> {
  let answer = await post(shop, { at: new Date().toISOString(), ...cursor });
  const theirs = Date.parse(answer?.headers.get("date") ?? "");
  if (answer?.status === 401 && !Number.isNaN(theirs))
    answer = await post(shop, { at: new Date(theirs).toISOString(), ...cursor });
  if (answer === undefined || answer.status >= 500 || answer.status === 429) return undefined;
  if (answer.status === 200) return (await answer.json()) as Downloads;
  throw new Error(`the platform refuses to answer: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
}

async function post(shop: Shop, question: object): Promise<Response | undefined> {
  const body = await signPackage(Buffer.from(JSON.stringify(question)), shop.certificateDer, shop.key);
  return fetch(`${shop.platform}/invoice/v1/downloads`, {
    method: "POST",
    body: Uint8Array.from(body),
    headers: { "content-type": "application/pkcs7-mime" },
    signal: AbortSignal.timeout(60_000),
  }).catch(() => undefined);
}
