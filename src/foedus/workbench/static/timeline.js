// Works out when answers changed once the page has rested for a while, and puts it into the page. Without JavaScript the
// link does the same.
(() => {
  "use strict";
  const REST = 1500; // milliseconds: who moves a slider on does not wait for this
  let timer = 0;
  let asked = null;

  function arm() {
    const link = document.querySelector("a[data-later]");
    if (!link || link.armed) return;
    link.armed = true;
    clearTimeout(timer);
    asked?.abort();
    timer = setTimeout(() => ask(link), REST);
  }

  async function ask(link) {
    const mine = (asked = new AbortController());
    const place = link.closest(".later");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href, { signal: mine.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.getElementById("changes") || !link.isConnected) throw new Error("not for us");
      for (const id of ["drawing", "changes"]) document.getElementById(id).replaceWith(page.getElementById(id));
      const count = document.querySelectorAll("#changes tbody tr").length;
      document.getElementById("live").textContent = count === 1 ? "1 change of an answer worked out." : count + " changes of answers worked out.";
    } catch {
      place.removeAttribute("aria-busy"); // the link stays, and can be followed
    }
  }

  new MutationObserver(arm).observe(document.body, { childList: true, subtree: false });
  arm();
})();
