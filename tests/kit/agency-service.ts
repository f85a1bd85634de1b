import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { eidApi } from "@troad/eid/api";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { newKeys, type Settings } from "../../packages/sdk/index.ts";
import { freePort, type Government } from "./government.ts";
import { packedSdk } from "./sdk-packed.ts";

export type AgencyService = { child: ChildProcess; origin: string; settings: Settings; start(): Promise<void>; config: string };

/** A client of an agency, applied for and approved on the pages of officers. */
export async function agencyClient(
  { running, portal }: Government,
  name: string,
  origin: string,
): Promise<Settings & { closed(): Promise<void> }> {
  const people = await running.use(eidApi).demoPeople();
  const of = (role: string) => people.find((one) => one.role.role === role)!;
  const signedIn = async (subject: string): Promise<Browser> => {
    const browser = new Browser("en");
    await browser.post(`${portal}/auth/demo`, { subject, return: "/" });
    return browser;
  };
  const { signingKey, encryptionKey, registered } = await newKeys();
  const officer = of("provider-officer");
  const applied = await (await signedIn(officer.subject)).post(`${portal}/developers/clients/apply`, {
    ...{ organisation: officer.role.agency ?? "", nameEn: name, nameZh: name, profile: "basic", auth: "private_key_jwt" },
    ...{ redirectUri: `${origin}/back`, signedOutUri: "", logoutUri: "", key: JSON.stringify({ keys: registered }) },
    ...{ claims: [], purposeEn: "", purposeZh: "", law: "" },
  });
  const clientId = /\/developers\/clients\/([0-9a-f-]{36})/.exec(applied.url)?.[1] ?? assert.fail(applied.text);
  const reviewer = await signedIn(of("road-operator").subject);
  const decide = (decision: string) =>
    reviewer.post(`${portal}/work/clients/${clientId}`, { decision, version: "1", reason: "fits" });
  await decide("approved");
  const pem = await (await fetch(`${portal}/pki/roots.pem`)).text();
  const root = createHash("sha256").update(new X509Certificate(pem).raw).digest("hex");
  return {
    ...{ portal, clientId, signingKey, encryptionKey, root, member: "TWDEMO/GOV/MODA" },
    closed: async () => {
      await decide("closed");
    },
  };
}

/** The example of an agency's own service, in a process of its own, made of the packed SDK alone. */
export async function startAgencyService(government: Government): Promise<AgencyService> {
  const sdk = packedSdk();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { closed: _, ...settings } = await agencyClient(government, "Parking", origin);
  const config = path.join(sdk.folder, "agency-service.json");
  fs.writeFileSync(config, JSON.stringify({ ...settings, port, data: path.join(sdk.folder, "parking.json") }), { mode: 0o600 });
  const service: AgencyService = {
    ...{ origin, settings, config, child: undefined as unknown as ChildProcess },
    start: async () => {
      service.child = spawn(process.execPath, [sdk.example("agency-service"), config], {
        stdio: ["ignore", "pipe", "inherit"],
        env: {},
      });
      await new Promise<void>((done, failed) => {
        service.child.stdout!.once("data", () => done());
        service.child.once("exit", (code) => failed(new Error(`the service ended with ${code}`)));
      });
    },
  };
  await service.start();
  return service;
}
