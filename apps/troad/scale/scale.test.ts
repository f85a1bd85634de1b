import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import { freePort } from "../../../bench/road/ports.ts";
import { root } from "../root.ts";
import { serversOf } from "./haproxy.ts";

const has = spawnSync("haproxy", ["-v"]).status === 0;
if (!has && process.env.CI === "true") throw new Error("haproxy is missing");

/** `count` ports in a row. */
async function portsInRow(count: number): Promise<number> {
  for (;;) {
    const first = await freePort();
    const held = Array.from({ length: count }, (_, at) => createServer().listen(first + at, "127.0.0.1"));
    const isFree = await Promise.all(
      held.map((one) =>
        once(one, "listening")
          .then(() => true)
          .catch(() => false),
      ),
    );
    for (const one of held) one.close();
    if (isFree.every(Boolean)) return first;
  }
}

/** Requests at a pace that does not depend on the answers. */
function openLoop(origin: string, host: string) {
  const pool = new Pool(origin, { connections: 32 });
  const counts = { asked: 0, answered: 0, failed: [] as string[] };
  const pending = new Set<Promise<void>>();
  let pace = 0;
  let owed = 0;
  const one = async (): Promise<void> => {
    counts.asked++;
    try {
      const answer = await pool.request({ path: "/invoice/numbers", method: "GET", headers: { host }, headersTimeout: 10_000 });
      await answer.body.text();
      if (answer.statusCode === 200) counts.answered++;
      else counts.failed.push(String(answer.statusCode));
    } catch (error) {
      counts.failed.push((error as Error).message);
    }
  };
  const timer = setInterval(() => {
    for (owed += pace / 50; owed >= 1; owed--) {
      const work = one().finally(() => pending.delete(work));
      pending.add(work);
    }
  }, 20);
  return {
    counts,
    pace: (perSecond: number): void => {
      pace = perSecond;
    },
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await Promise.all(pending);
      if (!pool.closed) await pool.close();
    },
  };
}

test("1 -> 2 -> 3 -> 1 replicas behind a HAProxy as the load comes and goes, and no request fails", {
  skip: !has,
  timeout: 150_000,
}, async () => {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-scale-"));
  fs.chmodSync(folder, 0o711);
  const file = (name: string): string => path.join(folder, name);
  const port = await freePort();
  const [slots, ops] = [await portsInRow(3), await portsInRow(3)];
  const children: ChildProcess[] = [];
  const node = `${process.execPath} --disable-warning=ExperimentalWarning ${path.join(root, "apps/troad/main.ts")}`;
  fs.writeFileSync(
    file("start.sh"),
    `n=$1
export PORT=$((${slots - 1} + n)) METRICS_PORT=$((${ops - 1} + n)) TROAD_DATA=${file("data")} PUBLIC_ORIGIN=http://localhost:${port}
export TROAD_DEMO=off LOG_LEVEL=error STOP_PAUSE_SECONDS=1 INVOICE_DEMO_MARKET=off
setsid ${node} serve --target=notify,invoice >${file("r$n.log")} 2>&1 </dev/null &
echo $! >${file("r$n.pid")}
`,
  );
  fs.writeFileSync(
    file("stop.sh"),
    `pid=$(cat ${file("r$1.pid")})\nkill -TERM $pid\nwhile kill -0 $pid 2>/dev/null; do sleep 0.1; done\n`,
  );
  const socket = file("haproxy.sock");
  const numbers = [1, 2, 3].flatMap((n) => [`TROAD_SLOT_${n}=${slots + n - 1}`, `TROAD_OPS_${n}=${ops + n - 1}`]);
  const env = Object.fromEntries(numbers.map((one) => one.split("=")));
  children.push(
    spawn("haproxy", ["-db", "-f", path.join(root, "deploy/machines/scale.cfg")], {
      env: { ...process.env, ...env, TROAD_ADDRESS: "127.0.0.1", TROAD_SCALE_PORT: String(port), TROAD_SCALE_SOCKET: socket },
      stdio: "ignore",
    }),
  );
  const scale = spawn(
    process.execPath,
    [
      ...["--disable-warning=ExperimentalWarning", path.join(root, "apps/troad/main.ts"), "scale", "--haproxy", socket],
      ...[
        "--start",
        `sh ${file("start.sh")} {n}`,
        "--stop",
        `sh ${file("stop.sh")} {n}`,
        "--ops-port",
        String(ops),
        "--every",
        "1",
      ],
      // an eighth of a core here, so that two cores carry three replicas and who asks them
      ...["--cpu", "0.12", "--delay", "5", "--up-after", "2", "--down-after", "3"],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(scale);
  let said = "";
  scale.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const until = async (what: string): Promise<void> => {
    for (const end = Date.now() + 60_000; !said.includes(what); await wait(100))
      if (Date.now() > end) assert.fail(`${what} is missing in\n${said}`);
  };
  const load = openLoop(`http://127.0.0.1:${port}`, `localhost:${port}`);
  try {
    await until("replica 1 serves");
    const serving = async (): Promise<string[]> =>
      (await serversOf(socket, "replicas")).filter(({ status }) => status.startsWith("UP")).map(({ name }) => name);
    for (const end = Date.now() + 10_000; (await serving()).length === 0 && Date.now() < end; ) await wait(100);
    load.pace(400);
    await until("replica 2 serves");
    await until("replica 3 serves");
    load.pace(5);
    await until("replica 3 is gone");
    await until("replica 2 is gone");
    assert.deepEqual(await serving(), ["r1"]);
    await load.stop();
    const { asked, answered, failed } = load.counts;
    assert.deepEqual([failed, answered], [[], asked]);
    assert.ok(asked > 500, `${asked} requests`);
  } finally {
    await load.stop();
    for (const child of children.toReversed()) {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
    for (const n of [1, 2, 3])
      if (fs.existsSync(file(`r${n}.pid`))) spawnSync("sh", [file("stop.sh"), String(n)], { timeout: 20_000 });
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
