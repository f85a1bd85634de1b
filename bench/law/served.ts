import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import fastify from "fastify";
import { routes } from "../../modules/law/http/routes.ts";

/** In a thread of its own: the law's interface, or a Fastify that answers the same kind of request with one JSON object. */
const app = fastify();
if (workerData === "law") routes(app);
else app.post("/law/calculate", async () => ({ households: { h: { "income.tax": { "2025": 17_700 } } } }));
const port: MessagePort | null = parentPort;
port?.postMessage(await app.listen({ port: 0, host: "127.0.0.1" }));
port?.once("message", () => void app.close());
