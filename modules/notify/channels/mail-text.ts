import { html } from "@troad/html";
import type { Words } from "./ports.ts";

/** Both forms of a mail. Every value of the HTML form is escaped, and the one link in it is our own. */
export function mailText({ subject, body, link, open, foot, lang }: Words): { text: string; html: string } {
  const paragraphs = body.split("\n").filter((line) => line !== "");
  const button = link !== null && html`<p><a href="${link}">${open}</a></p>`;
  const page = html`<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body><h1>${subject}</h1>${paragraphs.map((line) => html`<p>${line}</p>`)}${button}<hr><p>${foot}</p></body></html>`;
  return {
    text: [...paragraphs, ...(link === null ? [] : [`${open}\n${link}`]), `-- \n${foot}`].join("\n\n"),
    html: String(page),
  };
}
