import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { embeddedCluster } from "../../kernel/db/cluster.ts";

export type BenchGovernment = {
  readonly origin: string;
  readonly cluster: Awaited<ReturnType<typeof embeddedCluster>>;
  /** Someone of a role signs in: the session as a browser sends it, and the name. */
  signIn(role: string): Promise<{ cookie: string; name: string }>;
  stop(): Promise<void>;
};

const places = ["臺北", "新北", "桃園", "臺中", "臺南", "高雄", "基隆", "新竹", "嘉義", "花蓮"];
const things = [
  "校園獎學金",
  "農地補助",
  "健康檢查",
  "商業登記",
  "圖書借閱",
  "停車證",
  "托育津貼",
  "長照服務",
  "社區課程",
  "河川申請",
];
const inEnglish = ["scholarship", "farmland grant", "health check", "business entry", "library card", "parking permit"];

/** Folders of services with names, summaries and everyday words, as content has them. */
function writeServices(folder: string, count: number): void {
  fs.mkdirSync(folder);
  for (let at = 0; at < count; at++) {
    const own = path.join(folder, "services", `bench-${at}`);
    const [place, thing] = [places[at % places.length], things[Math.floor(at / 10) % things.length]];
    const english = inEnglish[at % inEnglish.length];
    fs.mkdirSync(path.join(own, "text"), { recursive: true });
    const listing = { kind: "look-up", agency: "moda", lifeEvents: [], start: "/about", signIn: false, law: [] };
    fs.writeFileSync(path.join(own, "listing.json"), JSON.stringify(listing));
    const texts = (name: string, summary: string, words: string) =>
      JSON.stringify({ name, summary, who: summary, need: summary, time: "1", cost: "0", words });
    fs.writeFileSync(
      path.join(own, "text", "zh-Hant.json"),
      texts(
        `${place}${thing}第${at}號`,
        `設籍${place}的人可以查詢${thing}，並了解資格與期限。`,
        `${thing} ${place} 查詢 資格 期限`,
      ),
    );
    fs.writeFileSync(
      path.join(own, "text", "en.json"),
      texts(
        `A ${english} number ${at}`,
        `Anyone who lives there looks up a ${english} and until when.`,
        `${english} look up until`,
      ),
    );
  }
}

/** The whole government in a process of its own with so many services more than content has. */
export async function startGovernment(services: number): Promise<BenchGovernment> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-bench-portal-"));
  fs.chmodSync(folder, 0o711);
  const more = path.join(folder, "content");
  writeServices(more, services);
  const cluster = await embeddedCluster(path.join(folder, "postgres"));
  const root = path.resolve(import.meta.dirname, "../..");
  const child = fork(path.join(root, "apps/troad/main.ts"), ["serve"], {
    cwd: root,
    env: {
      ...process.env,
      TROAD_DATA: folder,
      TROAD_CONTENT: [path.join(root, "content"), more].join(path.delimiter),
      ...{ PORT: "0", TROAD_DEMO: "on", PEOPLE: "2000", DEMO_TRAFFIC_SECONDS: "0", LOG_LEVEL: "error" },
    },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
    await cluster.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const [first] = (await Promise.race([once(child.stdout!, "data"), once(child, "exit")])) as [Buffer | number];
  if (typeof first === "number") {
    await stop();
    throw new Error(`the government ended with ${first}`);
  }
  const { origin } = JSON.parse(first.toString()) as { origin: string };
  const people = JSON.parse(fs.readFileSync(path.join(folder, "demo", "people.json"), "utf8")) as Person[];
  const signIn: BenchGovernment["signIn"] = async (role) => {
    const person = people.find((one) => one.role === role)!;
    const browser = new Browser("zh-Hant");
    await browser.post(`${origin}/auth/demo`, { subject: person.subject, return: "/" });
    const cookie = browser.cookiesFor(origin).map(({ name, value }) => `${name}=${value}`);
    return { cookie: cookie.join("; "), name: person.name };
  };
  return { origin, cluster, signIn, stop };
}
type Person = { role: string; subject: string; name: string };
