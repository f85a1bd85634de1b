import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { signParameters } from "@troad/invoice-formats";
import type { DemoFile } from "../demo/citizens.ts";
import type { Installation } from "./installation.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are read as any client reads them
export type Reply = any;
type Values = Record<string, string | number>;

export const month = { startDate: "2026/01/01", endDate: "2026/01/31", onlyWinningInv: "N" };

/** A program that speaks the national interface with the application of the demonstration. */
export function clientOf(at: Installation) {
  const demo = JSON.parse(fs.readFileSync(path.join(at.dataDir, "demo", "invoice-api.json"), "utf8")) as DemoFile;
  const now = (): number => Math.floor(at.clock.now().getTime() / 1000) + 20;

  async function call(address: string, parameters: Values, how: "body" | "query" = "body"): Promise<Reply> {
    const text = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString();
    const url = `${at.process.origin}${address}`;
    const response =
      how === "query"
        ? await fetch(`${url}?${text}`, { method: "POST" })
        : await fetch(url, { method: "POST", body: text, headers: { "content-type": "application/x-www-form-urlencoded" } });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type")!, /^application\/json/);
    return response.json();
  }
  const plain = (action: string, more: Record<string, string>) => ({
    version: "0.5",
    action,
    UUID: "u-1",
    appID: demo.appID,
    ...more,
  });
  const carried = (action: string, more: Record<string, string>, who = 0): Values => {
    const { cardType, cardNo, cardEncrypt } = demo.carriers[who]!;
    const card = { cardType, cardNo, cardEncrypt };
    return {
      version: "0.5",
      action,
      uuid: "u-1",
      appID: demo.appID,
      ...card,
      timeStamp: now(),
      expTimeStamp: 2147483647,
      ...more,
    };
  };
  const signedBy = (parameters: Values, key = demo.apiKey): Record<string, string> => {
    const texts = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    return { ...texts, signature: signParameters(texts, key) };
  };
  const headers = async (who = 0, more = {}): Promise<Reply> =>
    call("/PB2CAPIVAN/invServ/InvServ", carried("carrierInvChk", { ...month, ...more }, who));
  return { demo, now, call, plain, carried, signedBy, headers };
}
