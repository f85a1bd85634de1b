import { eidApi } from "@troad/eid/api";
import { Browser } from "../../apps/troad/demo/browser.ts";
import type { Government } from "./government.ts";

/** A person of the demonstration who can sign in. */
export type DemoPerson = { subject: string; label: string; name: string; nationalId: string; role: { role: string } };

/** The people of the demonstration with their national ids. */
export function demoPeopleOf({ running }: Government): Promise<DemoPerson[]> {
  const eid = running.use(eidApi);
  const numbered = async <T extends { subject: string }>(one: T) => ({
    ...one,
    nationalId: (await eid.person(one.subject))?.nationalId ?? "",
  });
  return eid.demoPeople().then((all) => Promise.all(all.map(numbered)));
}

/** A browser in which the first person of the demonstration with that label is signed in. */
export async function signedInAs({ portal, running }: Government, label: string): Promise<{ browser: Browser; subject: string }> {
  const { subject } = (await running.use(eidApi).demoPeople()).find((one) => one.label === label)!;
  const browser = new Browser("en");
  await browser.post(`${portal}/auth/demo`, { subject, return: "/me" });
  return { browser, subject };
}
