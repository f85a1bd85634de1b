/** The service behind the provider's gateway: gives back the body it gets. Prints its address. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((request, response) => {
  response.setHeader("content-type", request.headers["content-type"] ?? "application/octet-stream");
  const length = request.headers["content-length"];
  if (length !== undefined) response.setHeader("content-length", length);
  request.pipe(response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () =>
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
);
process.once("SIGTERM", () => process.exit(0));
