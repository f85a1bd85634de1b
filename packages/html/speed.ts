/** Prints how many pages of a table with 50 rows the templates render in a second. Run by hand: node packages/html/speed.ts */
import { html } from "./index.ts";

const people = Array.from({ length: 50 }, (_, i) => ({ id: i, name: `王小明 <${i}>`, town: "臺北市", href: `/people/${i}` }));
const page = () =>
  html`<table>${people.map(
    (p) => html`<tr><th scope="row"><a href="${p.href}">${p.name}</a></th><td>${p.town}</td><td class="n">${p.id}</td></tr>`,
  )}</table>`;

for (let i = 0; i < 2000; i++) String(page());
const pages = 20_000;
const start = process.hrtime.bigint();
let bytes = 0;
for (let i = 0; i < pages; i++) bytes += Buffer.from(String(page())).length;
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(`${Math.round(pages / seconds)} pages/s of ${Math.round(bytes / pages)} bytes`);
