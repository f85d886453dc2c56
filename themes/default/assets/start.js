/* Before the first paint: large text, the size of text, and what this browser keeps for the reader.
   The one blocking script, so that nothing jumps. Nothing of what is kept is ever sent. */
(function () {
  "use strict";
  var html = document.documentElement;
  var prefix = "linli:" + html.getAttribute("data-handbook") + ":";
  var held = {};

  /** What was kept under a name, or null. */
  function kept(name) {
    if (name in held) { return held[name]; }
    try { return localStorage.getItem(prefix + name); } catch (refused) { return null; }
  }

  /** Keeps a text, or forgets it with null. Where the browser refuses, it holds for this page. */
  function keep(name, text) {
    try {
      if (text === null) { localStorage.removeItem(prefix + name); } else { localStorage.setItem(prefix + name, text); }
      delete held[name];
    } catch (refused) { held[name] = text; }
  }

  /** Dresses the page in what the reader chose. */
  function look() {
    var size = Number(kept("text"));
    html.classList[kept("big") === "1" ? "add" : "remove"]("big");
    if (size >= 1 && size <= 4) { html.setAttribute("data-text", String(size)); } else { html.removeAttribute("data-text"); }
  }

  /** A QR code may ask for large text, a link for a learning path. */
  function listen(asked) {
    if (asked.get("big") === "1" || asked.get("big") === "0") { keep("big", asked.get("big")); }
    if (asked.has("path")) { keep("path", asked.get("path") || null); }
  }

  /** What depends on the day is decided while the page is read in: nothing moves once it is seen. */
  function dates(within) {
    var now = new Date();
    var today = [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");
    // Dates as 2026-12-01 stand in the order of their letters.
    Array.prototype.forEach.call(within.querySelectorAll("[data-due]"), function (notice) {
      notice.hidden = today <= (notice.getAttribute("data-due") || today);
    });
    Array.prototype.forEach.call(within.querySelectorAll("[data-until]"), function (item) {
      item.hidden = today > (item.getAttribute("data-until") || today);
      var shelf = item.closest("[data-shelf]");
      if (shelf) { shelf.hidden = !shelf.querySelector("li:not([hidden]), [data-until]:not([hidden])"); }
    });
  }

  html.classList.add("js");
  if (window.URLSearchParams) { listen(new URLSearchParams(location.search)); }
  look();
  var reading = new MutationObserver(function () { dates(document); });
  reading.observe(html, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", function () { reading.disconnect(); dates(document); });
  window.linli = { kept: kept, keep: keep, look: look, dates: dates };
})();
