// Keeps the payment book on the phone. Without this script the page works as long as it is open.
const place = document.querySelector("[data-book]");
const notice = document.querySelector("[data-offline]");
if (place && "serviceWorker" in navigator) {
  const keep = async () => {
    const { active } = await navigator.serviceWorker.ready;
    const assets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map(
      (one) => one.href ?? one.src,
    );
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      if (notice) notice.hidden = false;
      place.dataset.kept = "yes";
    };
    active.postMessage({ keep: [location.pathname, ...assets] }, [channel.port2]);
  };
  navigator.serviceWorker
    .register(place.dataset.book, { scope: "/tax/book" })
    .then(keep)
    .catch(() => undefined);
}
