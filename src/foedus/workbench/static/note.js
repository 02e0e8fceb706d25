// Makes writing into a case livelier: a line is understood as it is typed, Enter saves, and what was typed is kept in this
// browser until the workbench has said that it is on the disk. Without it the same forms work by their buttons.
//
//   data-keep  what is typed into the form is kept under its address, and offered again
//   data-send  the form is sent without leaving the page, so that nothing is lost where nobody answers
(() => {
  "use strict";
  const REST = 250; // milliseconds without a key before a line is sent to be understood
  const $ = (id) => document.getElementById(id);
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  const say = (words) => { $("live").textContent = words; };

  // --- what was typed is kept ---

  const shelf = (form) => "foedus typed " + new URL(form.action).pathname;
  const fields = (form) => [...form.elements].filter((e) => e.name && e.name !== "by" && e.matches("input:not([type]), input[type=text], textarea, select"));
  const changed = (field) => (field.tagName === "SELECT" ? field.selectedIndex > 0 : field.value !== "");
  const typed = (form) => Object.fromEntries(fields(form).filter(changed).map((f) => [f.name, f.value]));
  const kept = (form) => { try { return localStorage.getItem(shelf(form)); } catch { return null; } };

  function keep(form) {
    const now = JSON.stringify(typed(form));
    try {
      if (now === "{}") localStorage.removeItem(shelf(form));
      else localStorage.setItem(shelf(form), now);
    } catch { /* a browser that keeps nothing */ }
  }

  function forget(form, sent) {
    try { if (kept(form) === sent) localStorage.removeItem(shelf(form)); } catch { /* nothing was kept */ }
  }

  function offer(form) {
    const old = kept(form);
    const note = form.querySelector("[data-kept]");
    if (!old || !note || JSON.stringify(typed(form)) !== "{}") return;
    let found;
    try { found = JSON.parse(old); } catch { return; }
    for (const field of fields(form)) if (typeof found[field.name] === "string") field.value = found[field.name];
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "quiet";
    drop.textContent = "Start empty";
    drop.addEventListener("click", () => {
      for (const field of fields(form)) field.value = "";
      keep(form);
      note.hidden = true;
      fields(form)[0].focus();
      if (form.id === "quick") look(form);
    });
    note.replaceChildren("This was typed before and was not saved. ", drop);
    note.hidden = false;
    all("details", form).forEach((d) => { if (fields(form).some((f) => d.contains(f) && changed(f))) d.open = true; });
    if (form.id === "quick") look(form);
  }

  // --- a line is understood as it is typed ---

  let resting = 0;
  let asked = null; // the request under way: a newer one ends it
  const line = () => $("line");
  const looked = () => document.querySelector("#preview input[name=looked]")?.value;
  const plain = (text) => text?.replace(/\s+/g, " ").trim();
  const state = () => (plain(looked()) === plain(line().value) ? $("understood")?.dataset.state : undefined);

  function parcel(form, act, part) {
    const data = new FormData(form);
    data.set("act", act);
    if (part) data.set("part", "1");
    return data;
  }

  async function look(form, act = "look") {
    clearTimeout(resting);
    asked?.abort();
    const mine = (asked = new AbortController());
    const text = line().value;
    try {
      const answer = await fetch(form.action, { method: "POST", body: parcel(form, act, true), signal: mine.signal });
      if (!answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error("no preview");
      const html = await answer.text();
      if (line().value !== text) return;
      show(html);
      trouble("");
    } catch (error) {
      if (error.name !== "AbortError") lost();
    }
  }

  function show(html) {
    const focus = document.activeElement?.id;
    const made = new DOMParser().parseFromString(html, "text/html");
    $("preview").replaceChildren(...made.body.childNodes);
    for (const one of all("[data-live-only]")) one.hidden = false;
    line().toggleAttribute("aria-invalid", $("understood")?.dataset.state === "errors");
    if (focus && $(focus) && document.activeElement?.id !== focus) $(focus).focus();
  }

  // --- sending ---

  function trouble(words) {
    let note = $("trouble");
    if (!note && !words) return;
    if (!note) {
      note = document.createElement("p");
      note.id = "trouble";
      note.className = "alert";
      note.setAttribute("role", "alert");
      document.querySelector("form[data-send]").prepend(note);
    }
    note.textContent = words;
    note.hidden = !words;
  }

  const lost = () => trouble("The workbench does not answer as it should. What you typed is kept in this browser. Once it runs again, open the address it prints, come back to this page and save.");

  let sending = false;

  async function send(form, act) {
    if (sending) return;
    sending = true;
    keep(form);
    const sent = kept(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body: parcel(form, act) });
      if (answer.redirected && answer.ok) {
        forget(form, sent);
        location.assign(answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.getElementById("main");
      if (!main || !page.querySelector("form[data-send]")) throw new Error("refused");
      $("main").replaceWith(main);
      for (const one of all("[data-live-only]")) one.hidden = false;
      (main.querySelector("[role=alert]") || $("line") || main).focus();
    } catch {
      lost();
    } finally {
      sending = false;
    }
  }

  // --- keys ---

  async function enter(form, now) {
    if (state() === undefined) await look(form);
    const found = state();
    if (!found || found === "errors") {
      say(all("#line-problems .errors b").map((b) => b.textContent).join("; "));
      return;
    }
    const open = $("understood").dataset.offers === "open" && !now;
    if (open && document.activeElement === line()) {
      $("offer-0").focus();
      say("Which sentence of the law does it say? Choose by number, then Enter saves.");
      return;
    }
    if (found === "warnings" && !now && form.dataset.warned !== line().value) {
      form.dataset.warned = line().value;
      say("There are warnings. Enter once more saves it all the same.");
      return;
    }
    send(form, "save");
  }

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form#quick");
    if (!form || event.isComposing || event.altKey || event.metaKey) return;
    const radio = event.target.matches("input[type=radio]");
    if (event.key === "Enter" && (radio || event.target === line())) {
      event.preventDefault();
      if (!event.repeat) enter(form, event.ctrlKey);
    } else if (radio && /^[0-9]$/.test(event.key) && $("offer-" + event.key)) {
      event.preventDefault();
      $("offer-" + event.key).focus();
      if (!$("offer-" + event.key).checked) $("offer-" + event.key).click();
    }
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (!form) return;
    keep(form);
    if (event.target === line()) {
      clearTimeout(resting);
      resting = setTimeout(() => look(form), REST);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("#offers input")) look($("quick"));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const act = event.submitter?.value || "look";
    if (!("send" in form.dataset) || event.defaultPrevented || act === "fields") return;
    event.preventDefault();
    if (form.id === "quick" && act !== "save") look(form, act);
    else send(form, act);
  });
  for (const form of all("form[data-keep]")) offer(form);
})();
