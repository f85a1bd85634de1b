// A page without a network, as it was last seen, with its look. Everything else goes to the network as usual. SHELF is written in front.

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
    (async () => {
      try {
        return await fetch(request);
      } catch (error) {
        const shelf = await caches.open(SHELF);
        const kept = await shelf.match(request, { ignoreVary: true });
        if (kept) return kept;
        throw error;
      }
    })(),
  );
});
