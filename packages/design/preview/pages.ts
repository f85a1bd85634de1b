import { type Html, html, trusted } from "@troad/html";
import { toString as qrCode } from "qrcode";
import * as d from "../index.ts";
import { type PreviewLang, previewTexts } from "./texts.ts";

/** One page of the preview and the name of its file. */
export interface PreviewPage {
  readonly name: string;
  readonly document: string;
}

/** The pages that together show every component, in one language. */
export async function previewPages(lang: PreviewLang, assets: d.PageOptions["assets"]): Promise<PreviewPage[]> {
  const t = previewTexts[lang];
  const words = d.wordsIn(lang);
  const code = trusted(await qrCode("https://example.tw/v/A115000482", { type: "svg", margin: 0 }));
  const contents: [string, string, Html][] = [
    ["home", t.services, home(lang)],
    ["form", `${words.error}${words.colon} ${t.formTitle}`, formPage(lang)],
    ["case", t.caseTitle, casePage(lang)],
    ["content", t.headings[4], contentPage(lang)],
    [
      "certificate",
      t.certificate,
      d.certificate(
        {
          title: t.certificate,
          agency: t.agency,
          number: "A115-000482-7731",
          issuedOn: d.time("2026-07-01", { lang }),
          rows: t.certificateRows.map(([label, value]) => ({ label, value: { text: value } })),
          statement: { text: t.statement },
          note: { text: t.note },
          code,
          checkUrl: "https://example.tw/v/A115000482",
        },
        words,
      ),
    ],
  ];
  return contents.map(([name, title, content]) => ({
    name: `${name}-${lang}`,
    document: frame(lang, name, title, content, assets),
  }));
}

function frame(lang: PreviewLang, name: string, title: string, content: Html, assets: d.PageOptions["assets"]): string {
  const t = previewTexts[lang];
  const other = lang === "en" ? ({ lang: "zh-Hant", name: "中文" } as const) : ({ lang: "en", name: "English" } as const);
  return d.page({
    lang,
    title,
    serviceName: t.service,
    description: t.heroLead,
    currentPath: name === "case" ? "/cases/482" : "/services",
    nav: t.nav.map((text, index) => ({ text, href: ["/services", "/cases", "/records", "/help"][index] ?? "/" })),
    user:
      name === "home"
        ? { signInHref: "/sign-in" }
        : { name: t.person, href: "/me", signOut: { action: "/sign-out", fields: { token: "x" } } },
    languages: {
      choices: [{ lang, name: lang }, name === "form" ? other : { ...other, href: `${name}-${other.lang}.html` }],
      form: { action: "/language", fields: { token: "x", back: "/" } },
    },
    breadcrumbs:
      name === "home"
        ? undefined
        : [{ text: t.home, href: "/" }, { text: t.nav[0], href: "/services" }, { text: title.replace(/^.*[:：] ?/, "") }],
    banner: name === "home" ? d.phaseBanner({ tag: { text: t.phase }, text: t.phaseText }) : undefined,
    footer: { groups: [{ title: t.phase, links: t.footer.map((text) => ({ text, href: "/about" })) }], note: t.footerNote },
    content,
    assets,
  });
}

function home(lang: PreviewLang): Html {
  const t = previewTexts[lang];
  const how = d.button({ text: t.how, href: "/how", classes: "tr-button--secondary" });
  const actions = html`${d.button({ text: t.start, href: "/start", isStartButton: true })}${how}`;
  return html`${d.hero({ eyebrow: t.eyebrow, title: { text: t.heroTitle }, lead: { text: t.heroLead }, actions, picture: true })}
${d.statTiles(t.stats.map(([label, value, hint]) => ({ label, value, hint })))}
${d.section({
  title: { text: t.services },
  content: d.cardGrid(
    t.serviceCards.map(([title, text, agency], index) =>
      d.card({
        title: { text: title },
        body: { text },
        meta: { text: agency },
        href: `/services/${index}`,
        tag: index === 0 ? d.tag({ text: t.open, classes: "tr-tag--green" }) : undefined,
      }),
    ),
  ),
})}
${d.section({
  title: { text: t.nav[1] },
  content: d.emptyState({
    title: t.empty[0],
    body: { text: t.empty[1] },
    headingLevel: 3,
    action: d.button({ text: t.start, href: "/start" }),
  }),
})}`;
}

function formPage(lang: PreviewLang): Html {
  const t = previewTexts[lang];
  const l = t.labels;
  const ui = d.componentsIn(d.wordsIn(lang));
  const items = l.contactItems.map((text, index) => ({
    text,
    value: String(index),
    hint: index === 2 ? { text: t.stepHint } : undefined,
    conditional:
      index === 1
        ? { html: ui.input({ name: "phone", label: { text: l.phone }, inputmode: "tel", classes: "tr-input--width-20" }) }
        : undefined,
  }));
  return html`${ui.backLink({ href: "/back" })}
${ui.errorSummary({
  errorList: [
    { text: l.emailError, href: "#email" },
    { text: l.birthError, href: "#birth-year" },
  ],
})}
<h1>${t.formTitle}</h1>
<form method="post" action="/form" novalidate>
${ui.input({
  ...{ name: "email", label: { text: l.email }, hint: { text: l.emailHint }, errorMessage: { text: l.emailError } },
  ...{ value: "wang@", type: "email", autocomplete: "email" },
})}
${ui.dateInput({
  ...{ id: "birth", namePrefix: "birth", fieldset: { legend: { text: l.birth } }, hint: { text: l.birthHint } },
  ...{ errorMessage: { text: l.birthError }, year: { value: 2190, error: true } },
})}
${ui.input({ name: "rent", label: { text: l.amount }, prefix: { text: "NT$" }, suffix: { text: l.amountSuffix }, inputmode: "numeric", value: "12000" })}
${ui.select({ name: "city", label: { text: l.city }, items: l.cities.map((text, index) => ({ text, value: index })), value: 1 })}
${ui.radios({
  ...{ name: "contact", fieldset: { legend: { text: l.contact, classes: "tr-fieldset__legend--m" } }, value: "1" },
  items: [...items, { divider: l.or }, { text: l.contactNone, value: "none", disabled: true }],
})}
${ui.checkboxes({
  ...{ name: "languages", fieldset: { legend: { text: l.languages } }, values: ["0", "1"] },
  items: [
    ...l.languageItems.map((text, index) => ({ text, value: String(index) })),
    { divider: l.or },
    { text: l.none, value: "none", behaviour: "exclusive" },
  ],
})}
${ui.characterCount({ name: "more", label: { text: l.more }, maxlength: 200, value: t.inset })}
${ui.fileUpload({ name: "file", label: { text: l.file }, hint: { text: l.fileHint }, accept: "image/jpeg,application/pdf" })}
${ui.passwordInput({ name: "password", label: { text: l.password } })}
${ui.textarea({ name: "note", label: { text: l.more }, disabled: true, rows: 2 })}
${d.buttonGroup(
  d.button({ text: l.save }),
  d.button({ text: l.later, classes: "tr-button--secondary" }),
  d.button({ text: l.cancel, classes: "tr-button--warning" }),
  d.button({ text: l.save, disabled: true }),
)}
</form>`;
}

function casePage(lang: PreviewLang): Html {
  const t = previewTexts[lang];
  const words = d.wordsIn(lang);
  const hash = "3f9a0c51d77be4a2c8e6b1904d5f7a3e2b8c6d1f0a9e4b7c5d2f8a1e6b3c9d04";
  const states = ["done", "done", "current", "todo"] as const;
  const summary = d.summaryList({
    rows: t.summary.map(([key, value]) => ({
      key: { text: key },
      value: { text: value },
      actions: { items: [{ href: "/change", text: t.change, visuallyHiddenText: key }] },
    })),
  });
  const history = d.timeline(
    t.history.map(([title, status, tone, by], index) => ({
      at: d.time(new Date(Date.UTC(2026, 6, 1, 6, 5 - index)), { lang }),
      title: { text: title },
      status: status || undefined,
      tone,
      by,
    })),
  );
  const [failedTitle, failedDetail] = t.failedStep;
  return html`<h1>${t.caseTitle}</h1><p>${t.caseNumber} ${d.tag({ text: t.tags[4], classes: "tr-tag--blue" })}</p>
${d.statusSteps(
  t.steps.map((title, index) => ({ title, state: states[index] ?? "todo", hint: index === 2 ? t.stepHint : undefined })),
  words,
  { label: t.caseTitle },
)}
${d.columns(
  html`${d.section({ title: { text: t.historyTitle }, content: history })}`,
  html`${d.section({ title: { text: t.summaryTitle }, content: summary })}`,
  { asideLabel: t.summaryTitle },
)}
${d.evidence(
  {
    verdict: "ok",
    title: t.evidenceTitle,
    summary: { text: t.evidenceSummary },
    steps: t.evidence.map(([state, title, detail], index) => ({
      state,
      title,
      detail: { text: detail },
      hash: index === 0 || index === 2 ? hash : undefined,
    })),
    path: [t.left, t.right, t.left].map((place) => ({ place, hash })),
    downloads: d.button({ text: "ASiC-E", href: "/evidence.asice", classes: "tr-button--secondary" }),
  },
  words,
)}
${d.evidence({ verdict: "failed", title: t.failedTitle, steps: [{ state: "failed", title: failedTitle, detail: { text: failedDetail }, hash }] }, words)}`;
}

function contentPage(lang: PreviewLang): Html {
  const t = previewTexts[lang];
  const words = d.wordsIn(lang);
  const ui = d.componentsIn(words);
  const tones = ["", "green", "red", "amber", "blue", "grey"];
  const [ask, age, yes, no] = t.interruption;
  return html`<h1>${t.headings[4]}</h1>
${ui.notificationBanner({ type: "success", text: t.alert, titleId: "saved" })}
${ui.notificationBanner({ text: t.news })}
<p>${t.paragraph}</p>
<p>${t.tags.map((text, index) => html`${d.tag({ text, classes: tones[index] ? `tr-tag--${tones[index]}` : undefined })} `)}</p>
${d.insetText({ text: t.inset })}${ui.warningText({ text: t.warning })}${d.details({ summaryText: t.details[0], text: t.details[1], open: true })}
<ul class="tr-list tr-list--bullet">${t.nav.map((text) => html`<li><a href="/">${text}</a></li>`)}</ul>
${d.section({
  title: { text: t.headings[0] },
  content: d.taskList({
    items: t.tasks.map(([title, status, tone], index) => ({
      title: { text: title },
      href: index < 3 ? "/task" : undefined,
      hint: index === 2 ? { text: t.taskHint } : undefined,
      status: tone ? { tag: { text: status, classes: `tr-tag--${tone}` } } : { text: status },
    })),
  }),
})}
${d.summaryList({
  card: { title: { text: t.cardTitle }, actions: { items: [{ href: "/remove", text: t.remove }] } },
  rows: t.summary.map(([key, value]) => ({ key: { text: key }, value: { text: value } })),
})}
${d.scrollable(
  t.table[0],
  d.table({
    caption: t.table[0],
    head: t.table.slice(1).map((text, index) => ({ text, format: index > 0 ? "numeric" : undefined })),
    firstCellIsHeader: true,
    rows: t.tableRows.map((row) => row.map((text, index) => ({ text, format: index > 0 ? "numeric" : undefined }))),
  }),
)}
${ui.tabs({ idPrefix: "tab", items: t.tabs.map(([label, text]) => ({ label, panel: { text } })) })}
${ui.pagination({
  previous: { href: "/1" },
  next: { href: "/3" },
  items: [
    { number: 1, href: "/1" },
    { number: 2, href: "/2", current: true },
    { number: 3, href: "/3" },
    { ellipsis: true },
    { number: 40, href: "/40" },
  ],
})}
${ui.pagination({
  previous: { href: "/a", labelText: t.serviceCards[0][0] },
  next: { href: "/b", labelText: t.serviceCards[1][0] },
  landmarkLabel: t.services,
})}
<div class="tr-columns"><div>${d.panel({ titleText: t.panel[0], headingLevel: 2, html: html`${t.panel[1]}<br><strong>A-115-000482</strong>` })}</div>
<div>${d.panel({
    classes: "tr-panel--interruption",
    titleText: ask,
    headingLevel: 2,
    text: age,
    actions: {
      items: [
        { text: yes, type: "button" },
        { text: no, href: "/no" },
      ],
    },
  })}</div></div>`;
}
