/* What every page does besides being read: large text, printing, passing on, forms, dates, keys.
   All scripts are classic ones: modules do not load from a disk. */
(function () {
  "use strict";
  var linli = window.linli;
  var html = document.documentElement;

  // In these, printing and speech are missing or silently do nothing.
  linli.chat = /MicroMessenger|\bQQ\/|DingTalk|AliApp|Weibo|wxwork/i.test(navigator.userAgent);

  /** What the buttons do, by their data-do; other scripts add theirs. */
  var does = linli.does = {};

  var each = linli.each = function (selector, act, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), act);
  };

  /** Says a sentence beside a button, to eyes and to screen readers. */
  function tell(button, words) {
    var near = button.closest(".do") || button;
    var told = near.nextElementSibling;
    if (!told || !told.hasAttribute("data-told")) {
      told = document.createElement("p");
      told.className = "told";
      told.setAttribute("role", "status");
      told.setAttribute("data-told", "");
      told.setAttribute("data-silent", "");
      near.parentNode.insertBefore(told, near.nextSibling);
    }
    told.textContent = "";
    told.hidden = false;
    // A change inside a region that is already shown is what gets announced.
    setTimeout(function () { told.textContent = words; }, 50);
  }

  /* Large text */

  /** Changes how the page looks and leaves what the reader looks at where it is on the screen. */
  function inPlace(change) {
    var marks = [];
    if (window.pageYOffset > 0) {
      each("h1, h2, h3, h4, h5, p, li, dt, dd, tr, figure", function (element) {
        var top = element.getBoundingClientRect().top;
        if (top > -12 && marks.length < 20 && element.getClientRects().length) { marks.push([element, top]); }
      }, document.querySelector("main") || document.body);
    }
    change();
    // The first may be folded away in large text; then the next one stays.
    marks = marks.filter(function (mark) { return mark[0].getClientRects().length; });
    if (marks.length) { window.scrollBy(0, marks[0][0].getBoundingClientRect().top - marks[0][1]); }
  }

  function showLook() {
    var big = html.classList.contains("big");
    var size = Number(html.getAttribute("data-text"));
    each("[data-text-now]", function (output) { output.textContent = String(size); });
    each("[data-do=text]", function (button) {
      var next = size + Number(button.getAttribute("data-step"));
      button.setAttribute("aria-disabled", String(next < 0 || next > 4));
    });
    if (linli.folds) { linli.folds(big); }
  }

  function look() {
    inPlace(linli.look);
    showLook();
  }

  /** An address with ?big=1 in it would bring the large text back at every visit. */
  function dropFromAddress(name) {
    var asked = new URLSearchParams(location.search);
    asked.delete(name);
    var rest = asked.toString();
    try { history.replaceState(null, "", location.pathname + (rest && "?" + rest) + location.hash); } catch (onDisk) {}
  }

  does.big = function () {
    linli.keep("big", html.classList.contains("big") ? "0" : "1");
    if (/[?&]big=/.test(location.search)) { dropFromAddress("big"); }
    look();
  };
  does.text = function (button) {
    var size = Number(html.getAttribute("data-text")) + Number(button.getAttribute("data-step"));
    if (size < 0 || size > 4) { return; }
    linli.keep("text", String(size));
    look();
  };

  /* Printing */

  var unfolded = [];

  /** Opens what is folded, and puts what was typed where paper can break it over lines and pages. */
  function unfold() {
    fold();
    each("details:not([open])", function (details) {
      details.open = true;
      details.setAttribute("data-unfolded", "");
      unfolded.push(function () { details.open = false; details.removeAttribute("data-unfolded"); });
    });
    each("textarea, input[type=text]", function (field) {
      if (!field.value) { return; }
      var typed = document.createElement(field.tagName === "TEXTAREA" ? "div" : "span");
      typed.className = "typed";
      typed.style.whiteSpace = "pre-wrap";
      typed.textContent = field.value;
      field.parentNode.insertBefore(typed, field);
      field.hidden = true;
      unfolded.push(function () { typed.remove(); field.hidden = false; });
    });
  }

  function fold() {
    unfolded.forEach(function (undo) { undo(); });
    unfolded = [];
  }

  does.print = function (button) {
    if (linli.chat || !window.print) { tell(button, button.getAttribute("data-how")); return; }
    if (!("onbeforeprint" in window)) { unfold(); }
    window.print();
  };
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("afterprint", fold);

  /* Passing on */

  var panel = document.querySelector("[data-share]");
  var openedBy = null;

  function showShare(open) {
    panel.classList[open ? "add" : "remove"]("open");
    // Without script the address opens it; then it has to be hidden against that.
    panel.hidden = !open && location.hash === "#" + panel.id;
    each("[data-do=share]", function (button) { button.setAttribute("aria-expanded", String(open)); });
    if (open && panel.scrollIntoView) { panel.scrollIntoView({ block: "nearest" }); }
  }

  function address(button) {
    return button.getAttribute("data-url") || location.href.split(/[?#]/)[0];
  }

  function startShare() {
    each("[data-do=share]", function (button) {
      button.setAttribute("role", "button");
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-controls", panel.id);
    });
    // A place on a disk is nothing to pass on.
    var known = panel.querySelector("[data-url]:not([data-url=''])") || location.protocol !== "file:";
    each("[data-do=share-native]", function (button) { button.hidden = !navigator.share || !known; });
    each("[data-do=share], [data-do=copy]", function (button) { button.hidden = !known; });
    if (location.hash === "#" + panel.id) { showShare(true); }
  }

  does.share = function (button, event) {
    if (!panel) { return; }
    event.preventDefault();
    openedBy = button;
    showShare(!panel.classList.contains("open"));
  };
  does["share-native"] = function () {
    var copy = document.querySelector("[data-do=copy]") || panel;
    navigator.share({ title: document.title, url: address(copy) }).catch(function changedTheirMind() {});
  };
  does.copy = function (button) {
    function done() { tell(button, button.getAttribute("data-done")); }
    function byHand() { if (copyFromField(button)) { done(); } }
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(address(button)).then(done, byHand);
    } else { byHand(); }
  };

  /** The way of old browsers. Where that is refused too, the field stays, selected. */
  function copyFromField(button) {
    var before = button.parentNode.querySelector(".address-field");
    var field = before || document.createElement("input");
    var done = false;
    field.className = "address-field";
    field.readOnly = true;
    field.value = address(button);
    field.setAttribute("aria-label", button.textContent);
    if (!before) { button.parentNode.insertBefore(field, button.nextSibling); }
    field.focus();
    field.setSelectionRange(0, field.value.length);
    try { done = document.execCommand("copy"); } catch (refused) {}
    if (done) { field.remove(); button.focus(); }
    return done;
  }

  /* Forms: typed here, printed here, kept and sent nowhere */

  function grow(area) {
    if (!area.scrollHeight) { return; }
    area.style.height = "auto";
    if (area.scrollHeight > area.clientHeight) {
      area.style.height = area.scrollHeight + area.offsetHeight - area.clientHeight + "px";
    }
  }
  function growAll() { each("textarea", grow); }

  document.addEventListener("submit", function (event) {
    if (!event.target.getAttribute("action")) { event.preventDefault(); }
  });
  document.addEventListener("input", function (event) {
    if (event.target.tagName === "TEXTAREA") { grow(event.target); }
  });
  document.addEventListener("reset", function () { setTimeout(growAll, 0); });

  /* Searching over the page: what that needs comes at its first use. Where it does not come, the link leads on. */

  var brings = document.querySelector("[data-find]");
  var bringing = false;

  does.find = function (link, event) {
    if (event.ctrlKey || event.metaKey || event.type === "click" && event.shiftKey || !brings || !window.URLSearchParams) { return; }
    event.preventDefault();
    if (linli.find) { linli.find(document.activeElement); return; }
    if (bringing) { return; }
    bringing = true;
    function leave() { if (!linli.find) { location.href = brings.href; } }
    var late = setTimeout(leave, 8000);
    // The last one, the engine, find.js brings by itself.
    var parts = brings.getAttribute("data-find").split(" ").slice(0, -1);
    var waiting = parts.length;
    parts.forEach(function (address) {
      var sheet = /css$/.test(address);
      var part = document.createElement(sheet ? "link" : "script");
      part.rel = "stylesheet";
      part.async = false;
      part.onerror = leave;
      part.onload = function () {
        waiting -= 1;
        if (waiting || !linli.find) { return; }
        clearTimeout(late);
        linli.find(document.activeElement);
      };
      part[sheet ? "href" : "src"] = address;
      document.head.appendChild(part);
    });
  };

  /* Keys, for those who have a keyboard */

  function types(element) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable;
  }

  document.addEventListener("keydown", function (event) {
    var at = event.target;
    var field = document.querySelector("input[type=search]");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "/" && !types(at)) {
      if (!field) { does.find(at, event); return; }
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "Escape" && at === field) {
      // Chromium would empty the field.
      event.preventDefault();
      field.blur();
    } else if (event.key === "Escape" && panel && panel.classList.contains("open")) {
      showShare(false);
      if (openedBy) { openedBy.focus(); }
    } else if (event.key === " " && at.getAttribute("role") === "button" && at.tagName === "A") {
      event.preventDefault();
      at.click();
    }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-do]");
    var act = button && does[button.getAttribute("data-do")];
    if (act) { act(button, event); }
    // The language last chosen is where the handbook opens next time.
    var language = event.target.closest("a[data-language]");
    if (language) { linli.keep("language", language.getAttribute("data-language")); }
  });

  linli.tell = tell;
  showLook();
  if (panel) { startShare(); }
  // Back from a result: what was found is there again.
  if (history.state && typeof history.state.find === "string") { does.find(brings, new Event("find")); }
  if (!document.querySelector("[data-aloud]")) { each("[data-do=aloud]", function (button) { button.hidden = true; }); }
  // Also when a page comes back from the browser's memory, as it was before a change elsewhere.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { look(); }
    growAll();
    linli.dates(document);
  });
})();
