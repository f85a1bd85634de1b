// node main.mjs config.json: a hospital that tells a patient which help with costs they may apply for.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { connect, TroadError } from "@troad/sdk";

const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const troad = connect(config);
const here = `http://localhost:${config.port}`;
const sets = [{ set: "low-income-status", fields: ["status"] }];
const asking = new Map();

/** By the status in the register of social affairs. */
const help = {
  low: "No copayment at our hospital (National Health Insurance Act, article 49). For other costs of illness you may apply for a medical subsidy (Public Assistance Act, article 18).",
  "mid-low":
    "For the costs of a severe illness that you cannot bear you may apply for a medical subsidy (Public Assistance Act, article 18).",
};
const none = "We know of no help with costs for you. Our social workers advise you at counter 3.";

const answer = (response, status, text, headers = {}) =>
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers }).end(text);

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", here);
  try {
    if (url.pathname === "/") {
      const id = randomUUID();
      const asked = await troad.data.ask({ sets, redirectUri: `${here}/back` });
      asking.set(id, asked.session);
      const cookie = `hospital=${id}; HttpOnly; Path=/; SameSite=Lax`;
      return response.writeHead(303, { location: asked.address, "set-cookie": cookie }).end();
    }
    if (url.pathname !== "/back") return answer(response, 404, "Not found");
    const id = /(?:^|; )hospital=([0-9a-f-]{36})/.exec(request.headers.cookie ?? "")?.[1];
    const session = asking.get(id);
    if (!session) return answer(response, 400, "Start again");
    asking.delete(id);
    const back = troad.data.returned(url, session);
    if (back.refused) return answer(response, 200, none);
    const { data } = await troad.data.fetch(back, session);
    // nothing of it is kept: the sentence is all that the hospital needs
    const { status } = data["low-income-status"].records[0];
    return answer(response, 200, ("value" in status && help[status.value]) || none);
  } catch (error) {
    return answer(response, error instanceof TroadError ? 502 : 500, error instanceof TroadError ? error.code : "It did not work");
  }
});
server.listen(config.port, "localhost", () => console.log(`hospital: ${here}`));
