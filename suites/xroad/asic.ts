/** X-Road's containers: layout, contents and trust, each by itself, since the samples come without their authorities. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readXroadContainer, verifyXroadContainer, writeXroadContainer, type XroadReport } from "@troad/xroad";
import type { Findings } from "./findings.ts";

const refusals = {
  "no-mimetype": "asic.mimetype",
  "no-message": "asic.no-message",
  "no-signature": "asic.no-signature",
  "not-asic": "asic.malformed",
} as const;
const nobody = { roots: [], tsas: [] };

const faultOf = (report: XroadReport, ...steps: string[]): string | undefined =>
  report.steps.find(({ step, ok }) => steps.includes(step) && !ok)?.code;

export async function checkContainers(root: string, findings: Findings): Promise<void> {
  for (const [name, code] of Object.entries(refusals))
    findings.refused(`asic ${code}: ${name}`, readXroadContainer(readFileSync(join(root, `${name}.asice`))), code);
  for (const name of ["valid-signed-message", "valid-signed-message-with-attachments"]) {
    const bytes = readFileSync(join(root, `${name}.asice`));
    const opened = readXroadContainer(bytes);
    findings.add(`asic layout: ${name}`, opened.ok ? undefined : opened.code);
    if (!opened.ok) continue;
    const report = await verifyXroadContainer(bytes, nobody);
    findings.add(`asic contents: ${name}`, faultOf(report, "references", "signature"));
    findings.add(`asic trust: ${name}`, faultOf(report, "timestamp", "certificate", "revocation"));
    await checkAltered(name, opened.value.data, opened.value.signatureXml.toString(), findings);
  }
}

/** The same container packed anew holds as before; with a longer message or another signed property it does not. */
async function checkAltered(
  name: string,
  data: ReadonlyMap<string, Buffer>,
  signatureXml: string,
  findings: Findings,
): Promise<void> {
  const message = data.get("message.xml") ?? Buffer.alloc(0);
  const attachments = [...data].filter(([file]) => file.startsWith("attachment")).map(([, bytes]) => bytes);
  const fault = async (parts: object): Promise<string | undefined> =>
    faultOf(
      await verifyXroadContainer(writeXroadContainer({ message, attachments, signatureXml, ...parts }), nobody),
      "references",
      "signature",
    );
  findings.add(`asic packed anew: ${name}`, await fault({}));
  const inMessage = await fault({ message: Buffer.concat([message, Buffer.from(" ")]) });
  findings.add(`asic altered: ${name} message`, inMessage === "asic.digest" ? undefined : `${inMessage}`);
  const inTime = await fault({ signatureXml: signatureXml.replace("<xades:SigningTime>20", "<xades:SigningTime>19") });
  findings.add(`asic altered: ${name} signing time`, inTime === "xades.signed-properties" ? undefined : `${inTime}`);
}
