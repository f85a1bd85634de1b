/** An agency's information system on one machine: answers with the id of what it was asked, and writes each call down. Arguments: port, file. */
import fs from "node:fs";
import { createServer } from "node:http";

const [port = "0", file = "/dev/null"] = process.argv.slice(2);
const calls = fs.createWriteStream(file, { flags: "a" });
createServer((request, response) => {
  const id = String(request.headers["x-road-id"]);
  calls.write(`${id}\n`);
  request.resume();
  request.on("end", () => response.setHeader("content-type", "application/json").end(JSON.stringify({ id })));
}).listen(Number(port), "127.0.0.1");
