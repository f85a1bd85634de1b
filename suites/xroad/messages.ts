/** X-Road's samples of messages between gateways (SOAP, of its own tests): their layout, since their signatures are of an old form. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTransport } from "@troad/xroad";
import type { Findings } from "./findings.ts";

const expected: Readonly<Record<string, string>> = {
  "normal.request": "soap",
  "normal.response": "soap",
  "ocsp.request": "soap",
  "invalid-ocsp.request": "soap",
  "normal-soapfault.request": "soap",
  "fault-signature.request": "fault",
  "invalid-contenttype-signature.request": "message.part",
  "invalid-soap-contenttype.request": "message.part",
  "extracontent.request": "message.part",
  "attachment.request": "soap",
};

async function* bytewise(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 97) yield bytes.subarray(at, at + 97);
}

async function kindOf(bytes: Buffer): Promise<string> {
  const boundary = /^--(\S+)/.exec(bytes.toString("latin1"))?.[1] ?? "";
  const outcome = await readTransport(bytewise(bytes), `multipart/mixed; boundary=${boundary}`, () => undefined);
  if (!outcome.ok) return outcome.code;
  return "fault" in outcome.value ? "fault" : outcome.value.message.kind;
}

export async function checkMessages(root: string, findings: Findings): Promise<void> {
  for (const [name, wanted] of Object.entries(expected)) {
    const bytes = readFileSync(join(root, name));
    const found = await kindOf(bytes);
    findings.add(`message layout: ${name}`, found === wanted ? undefined : found);
    const cut = await kindOf(bytes.subarray(0, bytes.length - 30));
    findings.add(`message cut: ${name}`, /^(mime|message)\./.test(cut) ? undefined : cut);
  }
}
