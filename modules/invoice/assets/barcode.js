// Keeps the barcode on the phone, shows it on the whole screen and keeps the screen on. Without this script the page shows it as well.
const place = document.querySelector("[data-barcode]");
const notice = document.querySelector("[data-offline]");
const whole = document.querySelector("[data-whole-screen]");

const stayOn = () => navigator.wakeLock?.request("screen").catch(() => undefined);
if (place?.requestFullscreen) {
  whole.hidden = false;
  whole.addEventListener("click", () => place.requestFullscreen().catch(() => undefined));
}
stayOn();
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && stayOn());

if (place && "serviceWorker" in navigator) {
  const keep = async () => {
    const { active } = await navigator.serviceWorker.ready;
    const assets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map(
      (one) => one.href ?? one.src,
    );
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      notice.hidden = false;
      place.dataset.kept = "yes";
    };
    active.postMessage({ keep: [location.pathname, ...assets] }, [channel.port2]);
  };
  navigator.serviceWorker
    .register(place.dataset.barcode, { scope: "/invoice/carriers/" })
    .then(keep)
    .catch(() => undefined);
}
