// The barcode of a carrier without a network: the page as it was last seen, with its look. Everything else goes to the network as usual.
const SHELF = "invoice-barcode-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const addresses = (event.data?.keep ?? []).filter((one) => new URL(one, self.location.origin).origin === self.location.origin);
  event.waitUntil(
    (async () => {
      await caches.delete(SHELF);
      const shelf = await caches.open(SHELF);
      await shelf.addAll(addresses);
      port?.postMessage("kept");
    })(),
  );
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  event.respondWith(
    fetch(request).catch(async (error) => {
      const kept = await (await caches.open(SHELF)).match(request, { ignoreVary: true });
      if (kept) return kept;
      throw error;
    }),
  );
});
