// Makes pages livelier where there is JavaScript. Every page works without it: whatever goes wrong here falls back to
// ordinary links and forms.
//
//   dates     sliders move through the instants of <datalist id="stops">; the page is fetched and its parts swapped
//   data-live links and forms with this mark do the same
//   table     arrow keys move between answers; a field hides the rows that do not match
(() => {
  "use strict";
  const PARTS = ["places", "news", "main", "foot"]; // swapped whole, by id; the dates are changed where they stand
  const WAIT = 140; // milliseconds of rest before a slider asks
  const $ = (id, root = document) => root.getElementById(id);
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  const say = (words) => { $("live").textContent = words; };

  // --- fetching a page and putting its parts in the place of ours ---

  let asked = null; // the request under way: a newer one ends it

  async function load(url, history) {
    asked?.abort();
    const mine = (asked = new AbortController());
    $("main").setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!$("main", page) || !$("clocks", page)) throw new Error("not a page of ours");
      const where = new URL(answer.url);
      where.hash = new URL(url, location.href).hash;
      if (history) window.history[history]({}, "", where);
      swap(page);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  }

  function swap(page) {
    const before = answers();
    const focus = document.activeElement?.id;
    const open = new Set(all("details[id][open]").map((d) => d.id));
    const places = new Map(all(".scroll[id]").map((s) => [s.id, [s.scrollLeft, s.scrollTop]]));
    document.title = page.title;
    for (const id of PARTS) if ($(id) && $(id, page)) $(id).replaceWith($(id, page));
    dates(page);
    for (const id of open) if ($(id)) $(id).open = true;
    for (const [id, [left, top]] of places) $(id)?.scrollTo(left, top);
    if (focus && document.activeElement?.id !== focus) $(focus)?.focus({ preventScroll: true });
    dress();
    say(told(before));
  }

  // What every answer on the page says, by question and stance.
  function answers() {
    return new Map(all("td[data-question]").map((td) => [td.dataset.question + "\n" + td.dataset.stance, td.dataset.words]));
  }

  // Marks the answers that are other than before, and says how many they are.
  function told(before) {
    let changed = 0;
    for (const td of all("td[data-question]")) {
      const was = before.get(td.dataset.question + "\n" + td.dataset.stance);
      if (was === undefined || was === td.dataset.words) continue;
      changed += 1;
      td.classList.add("changed");
      const note = document.createElement("small");
      note.textContent = "was " + was;
      td.append(note);
    }
    const dates = all(".clock").map((c) => c.querySelector("legend").firstChild.data.trim() + " " + c.querySelector(".words").textContent);
    const count = before.size ? (changed === 1 ? "1 answer changed." : (changed || "No") + " answers changed.") : "";
    return [...dates, count].join(". ");
  }

  // --- the dates ---

  // The dates of another page put into ours, so that a slider in somebody's hand is not taken away.
  function dates(page) {
    const [ours, theirs] = [$("clocks"), $("clocks", page)];
    for (const old of all("input[type=hidden]", ours)) old.remove();
    ours.prepend(...all("input[type=hidden]", theirs));
    $("stops").replaceWith(...all("#stops", theirs));
    for (const now of all("[id]", theirs)) {
      const was = $(now.id);
      if (!was || now.id === "stops" || now.type === "range") continue;
      if (now.type === "checkbox") was.checked = now.defaultChecked;
      else if (was.tagName === "INPUT") was.value = now.defaultValue;
      else if (document.activeElement === was && was.tagName === now.tagName) was.href = now.href;
      else was.replaceWith(now);
    }
  }

  function sliders() {
    for (const clock of all(".clock")) {
      const slider = clock.querySelector("input[type=range]");
      const field = clock.querySelector("input[type=text]");
      const stops = all("#stops option").filter((o) => o.dataset.c.includes(clock.dataset.clock));
      if (stops.length < 2) { slider.hidden = true; continue; }
      slider.stops = stops;
      slider.max = stops.length - 1;
      const at = Date.parse(field.value);
      const place = Math.max(0, stops.findLastIndex((o) => Date.parse(o.value) <= at));
      if (document.activeElement !== slider || !slider.held) slider.value = place;
      slider.setAttribute("aria-valuetext", clock.querySelector(".words").textContent);
      slider.hidden = false;
    }
  }

  function query(form) {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") data.append(name, value);
    if (data.has("then")) data.delete("known-to");
    return form.getAttribute("action") + "?" + data;
  }

  let waiting = 0;
  let moving = false; // one entry in the history for each time a slider is taken up

  function moved(slider, wait) {
    const clock = slider.closest(".clock");
    const stop = slider.stops[slider.value];
    clock.querySelector("input[type=text]").value = stop.value;
    const words = stop.label || stop.value.replace("T", " ");
    clock.querySelector(".words").textContent = words;
    slider.setAttribute("aria-valuetext", words);
    if (clock.dataset.clock === "k") $("then").checked = false;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      load(query($("clocks")), moving ? "replaceState" : "pushState");
      moving = true;
    }, wait);
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type === "range" && field.stops) { field.held = true; moved(field, WAIT); }
    if (field.closest?.("[data-filter]")) filter();
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type === "range" && field.stops) { field.held = false; moving = false; }
    if (field.id === "then") load(query($("clocks")), "pushState");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get" || event.defaultPrevented) return;
    if (form.id !== "clocks" && !("live" in form.dataset)) return;
    event.preventDefault();
    load(query(form), "pushState");
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a[data-live]");
    if (link) {
      event.preventDefault();
      load(link.href, "pushState");
      return;
    }
    const unfold = event.target.closest?.("[data-unfold]");
    if (unfold) {
      event.preventDefault();
      for (const details of all("details", $(unfold.dataset.unfold))) details.open = true;
    }
  });
  let here = location.pathname + location.search;
  window.addEventListener("popstate", () => {
    if (here !== location.pathname + location.search) load(location.href, "");
    here = location.pathname + location.search;
  });

  // --- the table of answers ---

  // One answer can be reached by the tab key, the others by the arrow keys.
  function roving() {
    for (const table of all("table.cells")) {
      const links = all("tbody td > a", table);
      const now = links.find((a) => a.id && a.id === document.activeElement?.id) || links[0];
      for (const link of links) link.tabIndex = link === now ? 0 : -1;
    }
  }

  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] };

  // “n” leads to the page on which a claim is added.
  document.addEventListener("keydown", (event) => {
    const add = all("#places a").find((a) => a.pathname.endsWith("/add"));
    if (event.key !== "n" || !add || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    add.click();
  });

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("table.cells tbody td > a");
    const move = MOVES[event.key];
    if (!link || !move || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = all("tbody tr", link.closest("table")).filter((r) => !r.hidden && r.querySelector("td > a"));
    const row = rows.indexOf(link.closest("tr"));
    const column = all("td", rows[row]).indexOf(link.closest("td"));
    const cells = all("td", rows[Math.min(rows.length - 1, Math.max(0, row + move[0]))]);
    const next = cells[Math.min(cells.length - 1, Math.max(0, column + move[1]))]?.querySelector("a");
    if (!next) return;
    event.preventDefault();
    link.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  function filter() {
    const tools = document.querySelector("[data-filter]");
    if (!tools) return;
    const words = tools.querySelector("input[type=search]").value.toLowerCase().split(/\s+/).filter(Boolean);
    const open = tools.querySelector("input[type=checkbox]").checked;
    let shown = 0;
    for (const row of all("tbody tr", $(tools.dataset.filter))) {
      if (!row.querySelector("td[data-question]")) continue;
      const said = all("td[data-question]", row).map((td) => td.dataset.words);
      const text = [row.querySelector("th").textContent, ...said].join(" ").toLowerCase();
      row.hidden = !words.every((w) => text.includes(w)) || (open && !row.querySelector(".v-open, .v-not-computed"));
      shown += row.hidden ? 0 : 1;
    }
    tools.querySelector("output").textContent = shown === 1 ? "1 question shown" : shown + " questions shown";
    const kept = [words.join(" "), open];
    try { sessionStorage.setItem("filter " + location.pathname, JSON.stringify(kept)); } catch { /* only a convenience */ }
  }

  function remembered() {
    const tools = document.querySelector("[data-filter]");
    if (!tools) return;
    tools.hidden = false;
    try {
      const [words, open] = JSON.parse(sessionStorage.getItem("filter " + location.pathname)) || ["", false];
      tools.querySelector("input[type=search]").value = words;
      tools.querySelector("input[type=checkbox]").checked = open;
      if (words || open) filter();
    } catch { /* only a convenience */ }
  }

  // Everything that a fresh page needs once.
  function dress() {
    here = location.pathname + location.search;
    for (const one of all("[data-live-only]")) one.hidden = false;
    sliders();
    roving();
    remembered();
  }
  dress();
})();
