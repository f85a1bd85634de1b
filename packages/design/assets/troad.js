// Enhances components; every page works without it. Words come from data-i18n.* attributes, else English.
(() => {
  const root = document.documentElement;
  root.classList.add("js-enabled");
  const each = (module, start) => {
    for (const element of document.querySelectorAll(`[data-module="${module}"]`)) start(element);
  };
  const word = (element, name, fallback) => element.getAttribute(`data-i18n.${name}`) ?? fallback;
  const focusOnce = (element) => {
    if (element.dataset.disableAutoFocus === "true") return;
    element.tabIndex = -1;
    element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
    element.focus();
  };

  each("tr-error-summary", (summary) => {
    focusOnce(summary);
    summary.addEventListener("click", (event) => {
      const id = event.target.closest?.('a[href^="#"]')?.hash.slice(1);
      const field = id && document.getElementById(decodeURIComponent(id));
      if (!field) return;
      event.preventDefault();
      (
        field.closest("fieldset")?.querySelector("legend") ??
        document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ??
        field
      ).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  });
  each("tr-notification-banner", (banner) => {
    if (banner.getAttribute("role") === "alert" && !document.querySelector('[data-module="tr-error-summary"]')) focusOnce(banner);
  });

  // A form is sent once: a second press within a second does nothing, unless the button allows it.
  let sent = 0;
  document.addEventListener("submit", (event) => {
    const again = event.submitter?.dataset.preventDoubleClick === "false";
    if (!again && event.timeStamp - sent < 1000) event.preventDefault();
    else sent = event.timeStamp;
    if (!event.defaultPrevented && event.target.dataset.module === "tr-question") ask(event);
  });
  // A question that is asked again takes its own place in the history, so that Back leads to the one before.
  const ask = async (event) => {
    event.preventDefault();
    const form = event.target;
    form.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => undefined);
    const next = answer?.redirected && (answer.ok || answer.status === 422) ? new URL(answer.url) : undefined;
    if (!next) form.submit();
    else if (next.pathname === location.pathname) location.replace(next);
    else location.assign(next);
  };
  addEventListener("pageshow", () => {
    sent = -1000;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches?.('a[role="button"]')) {
      event.preventDefault();
      event.target.click();
    }
  });

  each("tr-copy", (button) => {
    if (!navigator.clipboard) return;
    const text = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = word(button, "copied", "Copied");
      setTimeout(() => {
        button.textContent = text;
      }, 2000);
    });
  });

  each("tr-password-input", (group) => {
    const input = group.querySelector("input");
    const toggle = group.querySelector(".tr-js-password-input-toggle");
    toggle.hidden = false;
    const show = (isShown) => {
      const verb = isShown ? "hide" : "show";
      input.type = isShown ? "text" : "password";
      toggle.textContent = word(group, `${verb}-password`, isShown ? "Hide" : "Show");
      toggle.setAttribute("aria-label", word(group, `${verb}-password-aria-label`, isShown ? "Hide password" : "Show password"));
    };
    toggle.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
  });

  each("tr-character-count", (group) => {
    const { maxlength, maxwords, countType, threshold = 0 } = group.dataset;
    const limit = Number(maxwords ?? maxlength);
    const area = group.querySelector("textarea");
    const message = group.querySelector(".tr-character-count__message");
    if (!limit) return;
    const unit = countType === "words" ? "words" : "characters";
    const count = (text) => {
      if (unit === "words") return (text.match(/\S+/g) ?? []).length;
      return countType === "characters" ? [...new Intl.Segmenter().segment(text)].length : text.length;
    };
    let timer;
    const tell = () => {
      const left = limit - count(area.value);
      const state = left < 0 ? "over" : left === 0 ? "at" : "under";
      const fallback = { over: `%{count} ${unit} too many`, at: `0 ${unit} left`, under: `%{count} ${unit} left` }[state];
      message.hidden = limit - left < (limit * Number(threshold)) / 100;
      message.classList.toggle("tr-character-count__message--over", left < 0);
      message.textContent = word(group, `${unit}-${state}-limit`, fallback).replace(
        "%{count}",
        Math.abs(left).toLocaleString(root.lang),
      );
    };
    message.setAttribute("aria-live", "polite");
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, 250);
    });
    tell();
  });

  each("tr-checkboxes", (group) => {
    group.addEventListener("change", ({ target }) => {
      if (!target.checked || target.type !== "checkbox") return;
      const alone = target.dataset.behaviour === "exclusive";
      for (const box of group.querySelectorAll(".tr-checkboxes__input")) {
        if (box !== target && (alone || box.dataset.behaviour === "exclusive")) box.checked = false;
      }
    });
  });

  each("tr-tabs", (group) => {
    const tabs = [...group.querySelectorAll(".tr-tabs__tab")];
    const panelOf = (tab) => document.getElementById(tab.hash.slice(1));
    const select = (chosen) => {
      for (const tab of tabs) {
        const isChosen = tab === chosen;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        panelOf(tab).classList.toggle("tr-tabs__panel--hidden", !isChosen);
      }
    };
    group.querySelector(".tr-tabs__list")?.setAttribute("role", "tablist");
    for (const [index, tab] of tabs.entries()) {
      tab.id ||= `tab_${tab.hash.slice(1)}`;
      tab.parentElement.setAttribute("role", "presentation");
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", tab.hash.slice(1));
      panelOf(tab).setAttribute("role", "tabpanel");
      panelOf(tab).setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        select(tab);
      });
      tab.addEventListener("keydown", ({ key }) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
        const next = step && tabs[(index + step + tabs.length) % tabs.length];
        if (next) {
          select(next);
          next.focus();
        }
      });
    }
    if (tabs[0]) select(tabs.find((tab) => tab.hash === location.hash) ?? tabs[0]);
  });

  // printing is the browser's: the button is there only where this script runs
  for (const print of document.querySelectorAll("[data-print]")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
