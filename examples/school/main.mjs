// node main.mjs config.json: a school that takes in a transfer student by what the student's former school and earlier degrees say.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { connect, TroadError } from "@troad/sdk";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const troad = connect(config);
const here = `http://localhost:${config.port}`;
// where and whether the student is enrolled is needed; department and degrees spare the student papers
const sets = [
  { set: "school-enrolment", fields: ["schoolName", "status", "department"] },
  { set: "degrees", fields: ["degrees"] },
];
const asking = new Map();

const answer = (response, status, lines, headers = {}) =>
  response
    .writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers })
    .end(lines.join("\n"));
/** The value of a datum; undefined where it was not agreed to, or the register has none. */
const valueOf = (item) => (item && "value" in item ? item.value : undefined);

/** What the school notes, and what the student still has to bring. */
function applicationOf({ data }) {
  const [now] = data["school-enrolment"].records;
  const degrees = valueOf(data.degrees?.records[0]?.degrees);
  const department = valueOf(now.department);
  if (valueOf(now.status) !== "enrolled") return ["You are not enrolled anywhere. Apply for a first admission instead."];
  return [
    `Transfer from ${valueOf(now.schoolName)}${department === undefined ? "" : `, ${department}`}`,
    Array.isArray(degrees) ? `Degrees on record: ${degrees.length}` : "Bring the certificates of your degrees",
    ...(department === undefined ? ["Bring a transcript that says your department"] : []),
  ];
}

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", here);
  try {
    if (url.pathname === "/") {
      const id = randomUUID();
      const asked = await troad.data.ask({ sets, redirectUri: `${here}/back` });
      asking.set(id, asked.session);
      const cookie = `school=${id}; HttpOnly; Path=/; SameSite=Lax`;
      return response.writeHead(303, { location: asked.address, "set-cookie": cookie }).end();
    }
    if (url.pathname !== "/back") return answer(response, 404, ["Not found"]);
    const id = /(?:^|; )school=([0-9a-f-]{36})/.exec(request.headers.cookie ?? "")?.[1];
    const session = asking.get(id);
    if (!session) return answer(response, 400, ["Start again"]);
    asking.delete(id);
    const back = troad.data.returned(url, session);
    if (back.refused) return answer(response, 200, ["You refused. Bring your certificate of enrolment and your degrees to the registrar."]);
    return answer(response, 200, applicationOf(await troad.data.fetch(back, session)));
  } catch (error) {
    return answer(response, error instanceof TroadError ? 502 : 500, [error instanceof TroadError ? error.code : "It did not work"]);
  }
});
server.listen(config.port, "localhost", () => console.log(`school: ${here}`));
