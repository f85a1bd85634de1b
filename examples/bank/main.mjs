// node main.mjs config.json: a bank that opens an account for who signed in, with the address that the household register has.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { connect, readNotice, TroadError } from "@troad/sdk";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const troad = connect(config);
const here = `http://localhost:${config.port}`;
const sets = [{ set: "household-now", fields: ["name", "address"] }];
/** What each visitor is doing; a bank would have a database. */
const visits = new Map();
/** Data of customers, by the consent under which they were given. */
const customers = new Map();

const escaped = (text) => String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const page = (response, status, text, headers = {}) =>
  response
    .writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...headers })
    .end(`<!doctype html><html lang="en"><title>Bank</title><p>${escaped(text)}</p></html>`);
const to = (response, location, headers = {}) => response.writeHead(303, { location, ...headers }).end();
const visitOf = (request) => visits.get(/(?:^|; )bank=([0-9a-f-]{36})/.exec(request.headers.cookie ?? "")?.[1]);

/** Who it is, the bank knows now; their address it asks for. */
async function signedIn(visit, response, url) {
  visit.person = await troad.signIn.finish(url, visit.signIn);
  visit.signIn = undefined;
  const asked = await troad.data.ask({ sets, redirectUri: `${here}/back` });
  visit.asked = asked.session;
  to(response, asked.address);
}

async function answered(visit, response, url) {
  const back = troad.data.returned(url, visit.asked);
  if (back.refused) return page(response, 200, "You refused. Come to a branch with your identity card.");
  const given = await troad.data.fetch(back, visit.asked);
  visit.asked = undefined;
  // someone else may have agreed in the same browser
  if (given.sub !== visit.person.subject) return page(response, 403, "These are not your data");
  const [record] = given.data["household-now"].records;
  customers.set(given.request, record);
  const address = record.address && "value" in record.address ? record.address.value : "no address";
  return page(response, 200, `Account opened for ${record.name.value}, ${address}`);
}

const places = {
  // the customer signs in with the eID
  "GET /": async (_request, response, url) => {
    const id = randomUUID();
    const { address, session } = await troad.signIn.start({
      redirectUri: `${here}/back`,
      loginHint: url.searchParams.get("as") ?? undefined,
    });
    visits.set(id, { signIn: session });
    to(response, address, { "set-cookie": `bank=${id}; HttpOnly; Path=/; SameSite=Lax` });
  },
  // one address is registered: the browser comes back to it from the sign-in, and then from the question for data
  "GET /back": async (request, response, url) => {
    const visit = visitOf(request);
    if (visit?.signIn) return signedIn(visit, response, url);
    return visit?.asked ? answered(visit, response, url) : page(response, 400, "Start again");
  },
  // a consent has ended: what came under it is erased, and the platform told so
  "POST /ended": async (request, response) => {
    let body = "";
    for await (const chunk of request) if ((body += chunk).length > 65_536) return page(response, 413, "Too large");
    const notice = readNotice({ headers: request.headers, body, secret: config.webhookSecret ?? "" });
    if (notice.type === "mydata.consent-ended") {
      customers.delete(notice.data.request);
      await troad.data.erased(notice.data.request);
    }
    return response.writeHead(204).end();
  },
  "GET /customers": async (_request, response) => page(response, 200, `Customers: ${customers.size}`),
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
server.listen(config.port, "localhost", () => console.log(`bank: ${here}`));
