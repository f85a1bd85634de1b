import assert from "node:assert/strict";
import { eidApi } from "@troad/eid/api";
import type { shiftedClock } from "@troad/kernel";
import { Browser, type Page } from "../../apps/troad/demo/browser.ts";
import { markupFaults } from "../../e2e/crawl/html-rules.ts";
import { providersModule } from "../../modules/providers/module.ts";
import { webhooksModule } from "../../modules/webhooks/module.ts";
import { type Asked, Recipient } from "./data-recipient.ts";
import { type Citizen, student } from "./exchange.ts";
import { openFarProvider } from "./far-provider.ts";
import { freePort, type Government, startGovernment } from "./government.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

export const wanted = [
  { set: "household-now", fields: ["name", "address"] },
  { set: "vehicles", fields: ["plate"] },
];
/** The fields of these that a person needs to tick. */
export const ticked = ["household-now.name", "vehicles.plate"];
export const terms = { term: "standing", answers: "2", days: "1", months: "12", retentionDays: "90" };

/** What is filled in for sets: a purpose each, and which fields are needed. */
export const filled = (sets: typeof wanted, needed: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    sets.flatMap(({ set, fields }) => [
      [`purposeEn-${set}`, `To check ${set}`],
      [`purposeZh-${set}`, `查核 ${set}`],
      ...fields.map((name): [string, string] => [
        `use-${set}-${name}`,
        needed.includes(`${set}.${name}`) ? "needed" : "optional",
      ]),
    ]),
  );

/** Pages are valid; above an error page's title stands the list of what is wrong. */
export async function areValid(...pages: Page[]): Promise<void> {
  for (const { text, url, status } of pages) {
    const faults = await markupFaults(text, new URL(url).pathname);
    assert.deepEqual(status === 422 ? faults.filter((one) => !one.includes("heading-level")) : faults, [], url);
  }
}

/** What the person's browser brings back to the bank. */
export function backFrom({ text, url }: Page): URLSearchParams {
  const href = /href="(https:\/\/bank\.example\/back[^"]+)"/.exec(text)?.[1];
  assert.ok(href, `${url} ${text.replaceAll(/<[^>]+>|\s+/g, " ").slice(0, 800)}`);
  return new URL(href.replaceAll("&amp;", "&")).searchParams;
}

export type OnlineScene = Awaited<ReturnType<typeof openOnlineScene>>;

/** A government, two recipients of data with keys of their own, and where they are told that a consent has ended. */
export async function openOnlineScene(clock: ReturnType<typeof shiftedClock>) {
  const receiver: Receiver = await startReceiver();
  const far = await openFarProvider();
  const [companyPort, scriptedPort] = [await freePort(), await freePort()];
  const government: Government = await startGovernment({
    clock,
    content: [far.content],
    modules: [webhooksModule(receiver.connect), providersModule(receiver.connect)],
    // whatever else the machine does, what is measured is when bytes arrive, and not how long a connection to the database takes
    env: {
      WEBHOOK_HOSTS: `${receiver.host},${receiver.impostor.host}`,
      PROVIDER_HOSTS: `localhost:${companyPort},localhost:${scriptedPort},${receiver.impostor.host}`,
      DATABASE_CONNECT_SECONDS: "60",
      DATABASE_LOCK_SECONDS: "60",
    },
  });
  const people = await government.running.use(eidApi).demoPeople();
  const subjectOf = (role: string): string => people.find((one) => one.role.role === role)!.subject;
  const at = (place: string): string => `${government.portal}${place}`;
  const signedIn = async (subject: string): Promise<Browser> => {
    const browser = new Browser("en");
    await browser.post(at("/auth/demo"), { subject, return: "/" });
    return browser;
  };
  const by = subjectOf("provider-officer");
  const recipient = (name: string) => Recipient.of(government, { by, name, now: () => clock.now() });
  const [bank, rival] = [await recipient("Bank"), await recipient("Rival")];
  const citizen: Citizen = student(0);
  return {
    ...{ companyPort, scriptedPort },
    ...{ government, receiver, far, clock, bank, rival, citizen, at, signedIn, subjectOf },
    /** A further recipient with keys of its own. */
    recipient,
    applicant: () => signedIn(by),
    officer: () => signedIn(subjectOf("road-operator")),
    decide: async ({ id }: Recipient, version: number, decision: string, reason = "checked"): Promise<Page> =>
      (await signedIn(subjectOf("road-operator"))).post(at(`/work/my-data-recipients/${id}/${version}`), { decision, reason }),
    /** The person agrees; gives the code. */
    agree: async (asked: Asked, browser: Browser, field: readonly string[] = ticked): Promise<string> => {
      const query = backFrom(await browser.post(asked.address, { act: "agree", field }));
      assert.deepEqual([query.get("request"), query.get("state")], [asked.id, asked.state]);
      return query.get("code") ?? "";
    },
    close: async () => {
      await government.stop();
      receiver.close();
      await far.stop();
    },
  };
}
