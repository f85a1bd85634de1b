import http from "node:http";

/** What stands before two releases on one machine: each request goes to the one that is chosen when it comes, with the name that it asks for. */
export async function openEdge(port: number): Promise<{ to(port: number): void; close(): void }> {
  let target = 0;
  const server = http.createServer((request, reply) => {
    const { method = "GET", url: path = "/", headers } = request;
    const behind = http.request({ host: "127.0.0.1", port: target, method, path, headers, agent: false }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    behind.on("error", () => (reply.headersSent ? reply.destroy() : reply.writeHead(502).end()));
    request.pipe(behind);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    to: (next) => {
      target = next;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
