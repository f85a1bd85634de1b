import fs from "node:fs";
import http from "node:http";
import { connect } from "@troad/sdk";
const config = JSON.parse(fs.readFileSync(process.argv[2], "utf8")); // node main.mjs config.json, for one person on their own machine
const troad = connect(config);
const { address, session } = await troad.data.ask({ sets: [{ set: "vaccinations" }], redirectUri: `http://localhost:${config.port}/back` });
http.createServer(async (request, response) => {
  const back = troad.data.returned(new URL(request.url, address), session);
  response.end(back.refused ? "Nothing" : JSON.stringify((await troad.data.fetch(back, session)).data.vaccinations.records, null, 1));
}).listen(config.port, "localhost", () => console.log(`Open ${address}`));
