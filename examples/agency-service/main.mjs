// node main.mjs config.json: a city's own service for parking permits, found and followed on the platform.
import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { connect, TroadError } from "@troad/sdk";
import { openOutbox } from "./outbox.mjs";
import { pageOf } from "./page.mjs";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const troad = connect(config);
const here = `http://localhost:${config.port}`;
const page = pageOf(here);
const visits = new Map();
const outbox = openOutbox(config.data, ({ reference, event, state, at }) => {
  const { subject } = outbox.applications[reference];
  const first = event === "received" ? { channel: "online" } : {};
  return troad.services.tell(page.id, reference, event, { subject, state, at, ...first, link: `${here}/applications/${reference}` });
});

const escaped = (text) => String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};
const show = (response, status, title, body) =>
  response
    .writeHead(status, headers)
    .end(
      `<!doctype html><html lang="zh-Hant-TW"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`,
    );
const to = (response, location, more = {}) => response.writeHead(303, { location, "cache-control": "no-store", ...more }).end();
const visitOf = (request) => visits.get(/(?:^|; )parking=([0-9a-f-]{36})/.exec(request.headers.cookie ?? "")?.[1]);
const plates = /^[A-Z0-9]{2,4}-[A-Z0-9]{2,4}$/;

const form = ({ token }, plate = "", error = "") =>
  `${error && `<p role="alert"><a href="#plate">${error}</a></p>`}<form method="post" action="/apply"><input type="hidden" name="token" value="${token}">
  <p><label for="plate">車牌號碼 Plate</label> <input id="plate" name="plate" value="${escaped(plate)}" maxlength="9" autocomplete="off"${error && ' aria-invalid="true"'}></p>
  <p><button>送出 Apply</button></p></form>`;

async function bodyOf(request) {
  let body = "";
  for await (const chunk of request) if ((body += chunk).length > 10_000) throw new TroadError("too-large");
  return new URLSearchParams(body);
}

/** Electric cars have plates that begin with E: these are granted at once. Others are looked at by people of the city. */
async function apply(visit, request, response) {
  const fields = await bodyOf(request);
  const plate = (fields.get("plate") ?? "").trim().toUpperCase();
  if (fields.get("token") !== visit.token) return show(response, 403, "請重新開始 Start again", "");
  if (!plates.test(plate)) return show(response, 422, "居民停車識別證", form(visit, plate, "車牌格式不符 This is no plate"));
  const known = Object.entries(outbox.applications).find(([, one]) => one.subject === visit.subject && one.plate === plate && one.state !== "withdrawn");
  if (known) return to(response, `/applications/${known[0]}`);
  const reference = `P-${randomBytes(6).toString("hex")}`;
  outbox.record(reference, { subject: visit.subject, plate, state: "received" }, "received");
  if (plate.startsWith("E")) outbox.record(reference, { state: "granted" }, "granted");
  else outbox.record(reference, { state: "in-review" }, "review");
  to(response, `/applications/${reference}`);
}

function own(visit, response, reference, act) {
  const one = outbox.applications[reference];
  if (one?.subject !== visit.subject) return show(response, 404, "查無案件 Not found", "");
  if (act === "withdraw" && one.state === "in-review") outbox.record(reference, { state: "withdrawn" }, "withdrawn");
  const { plate, state } = outbox.applications[reference];
  const button = state === "in-review" ? `<form method="post" action="/applications/${reference}"><input type="hidden" name="token" value="${visit.token}"><button>撤回 Withdraw</button></form>` : "";
  show(response, 200, reference, `<p>${plate}: ${state}</p>${button}`);
}

async function answer(request, response, url) {
  const place = `${request.method} ${url.pathname}`;
  if (place === "GET /.well-known/troad-service.json")
    return response.writeHead(200, { "content-type": "application/json", "x-content-type-options": "nosniff" }).end(JSON.stringify(page));
  if (place === "GET /privacy")
    return show(response, 200, "隱私權 Privacy", "<p>車牌與申請保存十二個月。 Plates and applications are kept for twelve months.</p>");
  const visit = visitOf(request);
  if (place === "GET /back") {
    if (!visit?.signIn) return show(response, 400, "請重新開始 Start again", "");
    const { subject } = await troad.signIn.finish(url, visit.signIn);
    Object.assign(visit, { subject, signIn: undefined });
    return to(response, "/apply");
  }
  if (!visit?.subject && place === "GET /apply") {
    const loginHint = url.searchParams.get("as") ?? undefined;
    const { address, session } = await troad.signIn.start({ redirectUri: `${here}/back`, loginHint });
    const id = randomUUID();
    visits.set(id, { signIn: session, token: randomUUID() });
    return to(response, address, { "set-cookie": `parking=${id}; HttpOnly; Path=/; SameSite=Lax` });
  }
  if (!visit?.subject) return show(response, 401, "請先登入 Sign in first", '<p><a href="/apply">登入 Sign in</a></p>');
  if (place === "GET /apply") return show(response, 200, "居民停車識別證", form(visit));
  if (place === "POST /apply") return apply(visit, request, response);
  const reference = /^\/applications\/(P-[0-9a-f]{12})$/.exec(url.pathname)?.[1];
  if (reference && request.method === "GET") return own(visit, response, reference);
  if (reference && request.method === "POST") {
    const isOurs = (await bodyOf(request)).get("token") === visit.token;
    return isOurs ? own(visit, response, reference, "withdraw") : show(response, 403, "請重新開始 Start again", "");
  }
  return show(response, 404, "查無此頁 Not found", "");
}

const server = http.createServer((request, response) => {
  answer(request, response, new URL(request.url ?? "/", here)).catch((error) => {
    const status = error instanceof TroadError ? (error.code.startsWith("sdk.sign-in-refused") ? 400 : 502) : 500;
    show(response, status, "無法完成 It did not work", escaped(error.code ?? ""));
    if (!(error instanceof TroadError)) console.error(error);
  });
});
server.listen(config.port, "localhost", async () => {
  try {
    const { version } = await troad.services.describe(page.id, page);
    console.log(`agency-service: ${here}, version ${version} of its page`);
  } catch (error) {
    console.error(error.code, error.faults);
    process.exit(1);
  }
});
