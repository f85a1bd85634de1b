import https from "node:https";
import { packFiles } from "@troad/sdk";

const name = (en, zh) => ({ en, "zh-Hant": zh });
/** What the operator gives its customers, each with the columns of its file. */
const sets = {
  "telecom-contracts": {
    terms: {
      ...{ name: name("Telephone contracts", "電信契約"), about: name("Your lines and where bills go", "您的門號與帳單寄送地址") },
      fields: [{ name: name("Number", "門號") }, { name: name("Address for bills", "帳單地址") }],
    },
    row: ({ number, address }) => [number, address ?? "e-mail"],
    head: ["number", "address"],
  },
  "telecom-numbers": {
    terms: {
      ...{ name: name("Numbers that you own", "持有門號"), about: name("Numbers registered in your name", "以您的名義登記的門號") },
      fields: [{ name: name("Number", "門號") }],
    },
    row: ({ number }) => [number],
    head: ["number"],
  },
};
const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;

/** Answers the platform, which asks for a customer; the customer is who the platform says that the token is of. */
export async function serveData(troad, { port, key, certificate, tlsKey, tlsCertificate }, linesOf) {
  const address = (id) => `https://localhost:${port}/data/${id}`;
  const resources = new Map();
  for (const [id, { terms }] of Object.entries(sets))
    resources.set(id, await troad.providers.offer(id, { ...terms, law: "電信管理法第 8 條", address: address(id), certificate }));
  const answer = async (request, response) => {
    const id = new URL(request.url, address("")).pathname.slice("/data/".length);
    const resource = resources.get(id);
    if (!resource) return response.writeHead(404).end();
    const told = await troad.providers.introspect(request.headers.authorization, resource);
    if (!told.active || told.scope !== id) return response.writeHead(403).end();
    const lines = linesOf(told.sub);
    if (lines.length === 0) return response.writeHead(204).end();
    const { head, row } = sets[id];
    const csv = `\uFEFF${[head, ...lines.map(row)].map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
    const json = JSON.stringify(lines.map((line) => Object.fromEntries(head.map((column, at) => [column, row(line)[at]]))));
    const archive = packFiles([{ name: `${id}.csv`, data: csv }, { name: `${id}.json`, data: json }], { key, certificate });
    return response.writeHead(200, { "content-type": "application/zip" }).end(archive);
  };
  const server = https.createServer({ key: tlsKey, cert: tlsCertificate }, (request, response) => {
    answer(request, response).catch((error) => {
      console.error(error.code ?? error.message);
      response.writeHead(503).end();
    });
  });
  await new Promise((done) => server.listen(port, "localhost", done));
}
