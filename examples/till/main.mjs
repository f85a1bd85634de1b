// node main.mjs config.json: a till that issues under the next number, and asks again under the same key when an answer did not come.
import fs from "node:fs";
import http from "node:http";
import { connect, readNotice, TroadError } from "@troad/sdk";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const troad = connect(config);
const here = `http://localhost:${config.port}`;
/** What the platform said of each package; a till would have a database. */
const told = new Map();
const bodyOf = async (request) => {
  let body = "";
  for await (const chunk of request) if ((body += chunk).length > 65_536) throw new TroadError("till.too-large");
  return body;
};

/** Sells once under the receipt's own key: an answer that was lost is asked for again. */
async function sold({ receipt, tea }) {
  const sale = { lines: [{ description: "紅茶", quantity: String(tea), unitPrice: "30" }] };
  for (let tries = 1; ; tries++)
    try {
      return await troad.invoices.issue(config.ban, sale, `receipt-${receipt}`);
    } catch (error) {
      if (error instanceof TroadError || tries === 3) throw error;
    }
}

const places = {
  "POST /sell": async (request) => JSON.stringify(await sold(JSON.parse(await bodyOf(request)))),
  "POST /told": async (request) => {
    const { id, data } = readNotice({ headers: request.headers, body: await bodyOf(request), secret: config.webhookSecret ?? "" });
    told.set(id, data);
    return String(told.size);
  },
  // after a day without a connection: what was missed
  "GET /refused": async () => {
    const refused = [];
    for (let cursor = null; ; ) {
      const { packages, next } = await troad.invoices.messages(config.ban, { cursor });
      refused.push(...packages.flatMap((one) => one.refused));
      if (packages.length === 0) return JSON.stringify(refused);
      cursor = next;
    }
  },
};
http
  .createServer(async (request, response) => {
    const place = places[`${request.method} ${new URL(request.url ?? "/", here).pathname}`];
    const text = await (place?.(request) ?? Promise.resolve("Not found")).catch((error) => (error instanceof TroadError ? error.code : String(error)));
    response.writeHead(place ? 200 : 404, { "content-type": "text/plain; charset=utf-8" }).end(text);
  })
  .listen(config.port, "localhost", () => console.log(`till: ${here}`));
