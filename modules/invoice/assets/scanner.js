// Reads the codes of paper invoices with the camera and sends each to the page's own form. Without this script, or without a camera, they are typed in.
const place = document.querySelector("[data-scanner]");
const canWatch = Boolean(navigator.mediaDevices?.getUserMedia);
if (place && canWatch) {
  place.hidden = false;
  const video = place.querySelector("video");
  const [start, stop] = [place.querySelector("[data-scan-start]"), place.querySelector("[data-scan-stop]")];
  const status = place.querySelector("[data-scan-status]");
  const seen = new Set();
  let stream;

  // The browser's own reader where there is one; otherwise a library, fetched when the camera is opened.
  const reader = async () => {
    if ("BarcodeDetector" in window) {
      const formats = (await BarcodeDetector.getSupportedFormats()).filter((one) => one === "qr_code" || one === "code_39");
      if (formats.includes("qr_code")) {
        const detector = new BarcodeDetector({ formats });
        return async () => (await detector.detect(video)).map(({ rawValue }) => rawValue);
      }
    }
    const { default: decode } = await import(place.dataset.scanner);
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      // a proof has two codes side by side and the library looks for one: left half, right half, whole
      const { videoWidth: width, videoHeight: height } = video;
      const found = [];
      for (const [x, wide] of [
        [0, width / 2],
        [width / 2, width / 2],
        [0, width],
      ]) {
        canvas.width = Math.floor(wide);
        canvas.height = height;
        context.drawImage(video, x, 0, wide, height, 0, 0, canvas.width, height);
        try {
          found.push(decode(context.getImageData(0, 0, canvas.width, height)));
        } catch {
          // no code in this part
        }
      }
      return found;
    };
  };

  const isPaper = (text) =>
    /^[A-Z]{2}\d{8}\d{7}(\d{4}| {4})[0-9A-Fa-f]{16}\d{16}/.test(text) || /^\*?\d{5}[A-Z]{2}\d{12}\*?$/.test(text);
  const keyOf = (text) => /[A-Z]{2}\d{8}/.exec(text)?.[0];

  const send = async (text) => {
    const body = new URLSearchParams({ text });
    const answer = await fetch("/invoice/check", { method: "POST", body });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const pile = page.querySelector("#pile");
    if (pile) document.querySelector("#pile").replaceWith(document.importNode(pile, true));
    status.textContent = `${place.dataset.found} ${keyOf(text)}`;
  };

  const halt = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.hidden = stop.hidden = true;
    start.hidden = false;
  };

  start.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      video.srcObject = stream;
      video.hidden = stop.hidden = false;
      start.hidden = true;
      await video.play();
      status.textContent = place.dataset.looking;
      const read = await reader();
      while (stream) {
        for (const text of await read().catch(() => [])) {
          const key = keyOf(text);
          if (!isPaper(text) || seen.has(key)) continue;
          seen.add(key);
          await send(text);
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    } catch {
      halt();
      status.textContent = place.dataset.refused;
    }
  });
  stop.addEventListener("click", halt);
}
