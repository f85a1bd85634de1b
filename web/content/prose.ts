import { type Html, html } from "@troad/html";

const link = /\[([^\][]{1,200})\]\(((?:\/|https:\/\/|mailto:|tel:)[^()\s]{0,300})\)/g;

/**
 * Content text as paragraphs: blank lines separate them, `## ` starts a heading, `- ` a list item, `[text](address)` is a link to a path, a
 * site, a mail address or a telephone number. Everything else is plain text: agencies' content may not contain HTML.
 */
export function proseHtml(text: string): Html {
  const blocks = text
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter(Boolean)
    .map((block) => {
      if (block.startsWith("## ")) return html`<h2>${block.slice(3)}</h2>`;
      const lines = block.split("\n");
      if (lines.every((line) => line.startsWith("- ")))
        return html`<ul class="tr-list tr-list--bullet">${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>`;
      return html`<p>${inline(lines.join(" "))}</p>`;
    });
  return html`${blocks}`;
}

function inline(text: string): (Html | string)[] {
  const parts: (Html | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(link)) {
    parts.push(text.slice(end, match.index), html`<a class="tr-link" href="${match[2]}">${match[1]}</a>`);
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
