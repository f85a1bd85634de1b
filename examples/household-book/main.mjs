// node main.mjs config.json: what a person spent by month, from the invoices that they let this program read for as long as they agree.
import fs from "node:fs";
import http from "node:http";
import { connect, TroadError } from "@troad/sdk";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const troad = connect(config);
const here = `http://localhost:${config.port}`;
const asked = await troad.data.ask({ sets: [{ set: "cloud-invoices" }], standing: true, redirectUri: `${here}/back` });
let consent;

const places = {
  "/back": async (url) => {
    const back = troad.data.returned(url, asked.session);
    if (back.refused) return "You refused";
    await troad.data.fetch(back, asked.session);
    consent = back.id;
    return "Thank you";
  },
  "/months": async () => {
    const months = new Map();
    for await (const { date, total, standing } of troad.invoices.all(consent, 10))
      if (standing === "valid") months.set(date.slice(0, 7), (months.get(date.slice(0, 7)) ?? 0) + total);
    return [...months].map(([month, spent]) => `${month} ${spent}`).join("\n");
  },
};
http
  .createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", here);
    const place = places[url.pathname];
    const text = await (place?.(url) ?? Promise.resolve("Not found")).catch((error) => (error instanceof TroadError ? error.code : String(error)));
    response.writeHead(place ? 200 : 404, { "content-type": "text/plain; charset=utf-8" }).end(text);
  })
  .listen(config.port, "localhost", () => console.log(`Open ${asked.address}`));
