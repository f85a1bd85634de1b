// Works a reform out in the browser while figures move: the loop is a module that the server writes, the sample is fetched once.
const form = document.querySelector("form[data-reform]");
const result = document.querySelector("[data-result]");
const timing = document.querySelector("[data-timing]");
const timed = timing?.textContent ?? "";
const middle = 100;

const query = () => {
  const figures = [...new FormData(form)].filter(([, value]) => String(value).trim() !== "");
  return new URLSearchParams(figures.map(([name, value]) => [name, String(value)]));
};

if (form && result && globalThis.Worker) {
  const lang = result.dataset.lang;
  const number = new Intl.NumberFormat(lang === "zh-Hant" ? "zh-TW" : "en");
  const money = (amount) => {
    const digits = number.format(Math.abs(amount));
    const sign = amount < 0 ? "\u2212" : "";
    return lang === "zh-Hant" ? `${sign}新臺幣 ${digits} 元` : `${sign}NT$${digits}`;
  };
  const write = (name, text) => {
    const place = result.querySelector(`[data-out="${CSS.escape(name)}"]`);
    if (place) place.textContent = text;
  };
  const draw = (decile, change, most) => {
    const rect = result.querySelector(`[data-bar="${decile}"] rect`);
    const wide = most === 0 ? 0 : Math.round((Math.abs(change) / most) * middle);
    rect?.setAttribute("x", String(change < 0 ? middle - wide : middle));
    rect?.setAttribute("width", String(wide));
    rect?.setAttribute("class", `tr-chart__fill tr-chart__fill--${change < 0 ? 2 : 1}`);
  };
  const show = ({ revenue, gini, winners, losers, deciles, counties }) => {
    for (const key of ["before", "after", "change"]) write(`revenue.${key}`, money(revenue[key]));
    for (const key of ["before", "after"]) write(`gini.${key}`, gini[key].toFixed(4));
    write("winners", number.format(winners));
    write("losers", number.format(losers));
    const most = Math.max(...deciles.map(({ change }) => Math.abs(change)));
    for (const one of deciles) {
      write(`decile.${one.decile}.change`, money(one.change));
      write(`decile.${one.decile}.winners`, number.format(one.winners));
      write(`decile.${one.decile}.losers`, number.format(one.losers));
      draw(one.decile, one.change, most);
    }
    for (const one of counties) {
      write(`county.${one.county}.change`, money(one.change));
      write(`county.${one.county}.winners`, number.format(one.winners));
      write(`county.${one.county}.losers`, number.format(one.losers));
    }
  };

  const base = form.dataset.reform;
  const get = (name) => import(`${base}/${name}`);
  let prepared;
  const prepare = async () => {
    const [bytes, today, columns, { distributionOf }] = await Promise.all([
      fetch(`${base}/sample.bin`).then((answer) => answer.arrayBuffer()),
      ...["loop.js", "columns.js", "distribution.js"].map(get),
    ]);
    const sample = columns.decodeSample(bytes);
    return { sample, before: columns.amountsOf(sample, today), distributionOf, ...columns };
  };
  let latest = 0;
  const workOut = async () => {
    const turn = ++latest;
    const asked = query();
    const loop = await get(`loop.js?${asked}`);
    prepared ??= prepare();
    const { sample, before, amountsOf, resultsOf, distributionOf } = await prepared;
    if (turn !== latest || !form.checkValidity()) return;
    const began = performance.now();
    show(distributionOf(resultsOf(sample, before, amountsOf(sample, loop))));
    const ms = Math.round(performance.now() - began);
    form.dataset.ms = String(ms);
    history.replaceState(null, "", `?${asked}`);
    timing.hidden = false;
    const parts = [number.format(sample.first.length - 1), number.format(ms)];
    timing.textContent = timed.replaceAll("\u2026", () => parts.shift() ?? "");
  };
  let waits;
  form.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(() => workOut().catch(() => undefined), 150);
  });
}
