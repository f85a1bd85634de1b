// node main.mjs config.json: a telecom operator that opens a line for who signed in, named as the household register names them, and gives its
// customers their contracts and the numbers that they own, where the configuration has a key for it.
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { connect, readNotice, TroadError } from "@troad/sdk";
import { serveData } from "./provider.mjs";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const troad = connect(config);
const here = `http://localhost:${config.port}`;
const sets = [{ set: "household-now", fields: ["name", "address"] }];
/** Nobody opens more lines at once: numbers are bought for fraud by the hundred. */
const mostLines = 2;
const visits = new Map();
/** Lines by subscriber; an operator would have a database. */
const lines = new Map();

const escaped = (text) => String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const page = (response, status, text, headers = {}) =>
  response
    .writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...headers })
    .end(`<!doctype html><html lang="en"><title>Telecom</title><p>${escaped(text)}</p></html>`);
const to = (response, location, headers = {}) => response.writeHead(303, { location, ...headers }).end();
const visitOf = (request) => visits.get(/(?:^|; )telecom=([0-9a-f-]{36})/.exec(request.headers.cookie ?? "")?.[1]);
const valueOf = (item) => (item && "value" in item ? item.value : undefined);

/** A number that nobody has. */
function freeNumber() {
  const taken = new Set([...lines.values()].flat().map(({ number }) => number));
  for (;;) {
    const number = `09${(createHash("sha256").update(randomUUID()).digest().readUInt32BE() % 1e8).toString().padStart(8, "0")}`;
    if (!taken.has(number)) return number;
  }
}

async function signedIn(visit, response, url) {
  visit.person = await troad.signIn.finish(url, visit.signIn);
  visit.signIn = undefined;
  if ((lines.get(visit.person.subject) ?? []).length >= mostLines) return page(response, 409, "You have two lines. Come to a shop for more.");
  const asked = await troad.data.ask({ sets, redirectUri: `${here}/back` });
  visit.asked = asked.session;
  return to(response, asked.address);
}

async function answered(visit, response, url) {
  const back = troad.data.returned(url, visit.asked);
  const session = visit.asked;
  visit.asked = undefined;
  if (back.refused) return page(response, 200, "You refused. Come to a shop with two documents.");
  const given = await troad.data.fetch(back, session);
  const { subject } = visit.person;
  // a line is never opened in the name of one who agreed in someone else's browser
  if (given.sub !== subject) return page(response, 403, "These are not your data");
  const [record] = given.data["household-now"].records;
  const address = valueOf(record.address);
  const line = { number: freeNumber(), name: valueOf(record.name), address, consent: given.request };
  lines.set(subject, [...(lines.get(subject) ?? []), line]);
  const paper = address === undefined ? "Bills come by e-mail" : `Bills go to ${address}`;
  return page(response, 200, `Line ${line.number} opened for ${line.name}. ${paper}.`);
}

const places = {
  "GET /": async (_request, response, url) => {
    const id = randomUUID();
    const loginHint = url.searchParams.get("as") ?? undefined;
    const { address, session } = await troad.signIn.start({ redirectUri: `${here}/back`, loginHint });
    visits.set(id, { signIn: session });
    to(response, address, { "set-cookie": `telecom=${id}; HttpOnly; Path=/; SameSite=Lax` });
  },
  "GET /back": async (request, response, url) => {
    const visit = visitOf(request);
    if (visit?.signIn) return signedIn(visit, response, url);
    return visit?.asked ? answered(visit, response, url) : page(response, 400, "Start again");
  },
  // the contract stays, what the register said of its holder goes
  "POST /ended": async (request, response) => {
    let body = "";
    for await (const chunk of request) if ((body += chunk).length > 65_536) return page(response, 413, "Too large");
    const notice = readNotice({ headers: request.headers, body, secret: config.webhookSecret ?? "" });
    if (notice.type === "mydata.consent-ended") {
      for (const line of [...lines.values()].flat()) if (line.consent === notice.data.request) line.address = undefined;
      await troad.data.erased(notice.data.request);
    }
    return response.writeHead(204).end();
  },
};

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", here);
  try {
    const place = places[`${request.method} ${url.pathname}`];
    await (place ? place(request, response, url) : page(response, 404, "Not found"));
  } catch (error) {
    page(response, error instanceof TroadError ? 502 : 500, error instanceof TroadError ? error.code : "It did not work");
    if (!(error instanceof TroadError)) console.error(error);
  }
});
if (config.provider) await serveData(troad, config.provider, (subject) => lines.get(subject) ?? []);
server.listen(config.port, "localhost", () => console.log(`telecom: ${here}`));
