// Shows a message that a push service brought, and opens it. Messages hold no data but their subject and where to look.

self.addEventListener("push", (event) => {
  const { title = "", body = "", link, tag, lang } = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, icon: "/favicon.ico", data: { link } }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { link } = event.notification.data ?? {};
  if (link === undefined || new URL(link).origin !== self.location.origin) return;
  event.waitUntil(self.clients.openWindow(link));
});
