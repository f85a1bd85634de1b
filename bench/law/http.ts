import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { Pool } from "undici";
import { type Row, rate, seconds } from "../kit.ts";

const CONNECTIONS = 16;
const REQUESTS = 6_000;
const body = JSON.stringify({
  households: {
    h: {
      "income.salary": { "2025": 800_000 },
      "income.married": { "2025": true },
      "income.dependants": { "2025": 2 },
      "income.tax": { "2025": null },
    },
  },
});

/** Requests a second that a server in a thread of its own answers, asked over sixteen connections from here. */
async function perSecond(kind: "law" | "bare"): Promise<number> {
  const worker = new Worker(new URL("./served.ts", import.meta.url), { workerData: kind });
  const [origin] = (await once(worker, "message")) as [string];
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const ask = async (): Promise<void> => {
    const answer = await pool.request({
      method: "POST",
      path: "/law/calculate",
      headers: { "content-type": "application/json" },
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || text.includes("null")) throw new Error(text);
  };
  const many = async (requests: number): Promise<void> => {
    let left = requests;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (left-- > 0) await ask();
      }),
    );
  };
  try {
    await many(1_000);
    return REQUESTS / (await seconds(() => many(REQUESTS)));
  } finally {
    await pool.close();
    worker.postMessage("stop");
    await once(worker, "exit");
  }
}

/** Single situations over HTTP beside an answer that nothing has to work out. */
export async function httpRows(): Promise<Row[]> {
  const bare = await perSecond("bare");
  const law = await perSecond("law");
  return [rate("http", "situations/s", law, { what: "bare Fastify JSON", perSecond: bare })];
}
