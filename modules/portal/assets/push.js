// Asks the browser for a subscription to messages and sends its address with the form. Without this script the page offers mail and telephone.
const form = document.querySelector("[data-push-key]");
const failed = document.querySelector("[data-push-failed]");

const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

async function subscribe() {
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: form.dataset.pushKey,
  });
  form.elements.value.value = subscription.endpoint;
  for (const name of ["p256dh", "auth"]) form.elements[name].value = base64url(subscription.getKey(name));
  form.submit();
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  navigator.serviceWorker
    .register("/me/push-worker.js", { scope: "/me/" })
    .then(() => {
      form.hidden = false;
      form.dataset.ready = "yes";
    })
    .catch(() => undefined);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe().catch(() => {
      failed.hidden = false;
    });
  });
}
