import fs from "node:fs";
import path from "node:path";
import { type Downloads, signPackage } from "@troad/invoice/api";
import { writeResult } from "./folder.ts";
import type { Shop } from "./send.ts";

/** How far this folder has fetched; kept outside the folders, so that emptying `in` does not make it fetch anything twice. */
type Cursor = { numbersAfter?: number; resultsAfter?: string };
const cursorFile = (root: string): string => path.join(root, "fetched.json");
/** Maximum number of requests in one run: enough for years of days. */
const mostLooks = 100;

function readCursor(root: string): Cursor {
  try {
    return JSON.parse(fs.readFileSync(cursorFile(root), "utf8")) as Cursor;
  } catch {
    return {}; // a new folder; what is fetched once more gets the same names
  }
}

/**
 * Fetches what the platform has for the shop into `in`: assigned numbers (E0501) and results of past days (SummaryResult). Files written
 * before the program ends are written again by the next run, under the same names. Gives their number, or undefined if the platform did not
 * answer.
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

/** Uses the platform's clock if the shop's is off: a request is valid for only a few minutes. */
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
