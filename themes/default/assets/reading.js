/* What the reader's own browser keeps of reading: where one was, what is ticked, which learning
   path one follows. Nothing is sent, and nothing that is typed or ticked in a form is kept. */
(function () {
  "use strict";
  var linli = window.linli;
  var each = linli.each;
  var main = document.querySelector("main[data-page]");
  var page = main ? main.getAttribute("data-page") : "";
  var root = document.documentElement.getAttribute("data-root") || "";

  function read(name) {
    try { return JSON.parse(linli.kept(name)) || {}; } catch (broken) { return {}; }
  }

  function write(name, value) {
    linli.keep(name, Object.keys(value).length ? JSON.stringify(value) : null);
  }

  /* Large text leaves little room: what stands around the text is folded until it is asked for */

  linli.folds = function (big) {
    each("[data-fold]", function (section) {
      var heading = section.firstElementChild;
      var button = heading.querySelector("button");
      if (big && !button) {
        button = document.createElement("button");
        button.type = "button";
        button.className = "fold";
        while (heading.firstChild) { button.appendChild(heading.firstChild); }
        heading.appendChild(button);
        button.addEventListener("click", function () { fold(section, button, !section.classList.contains("folded")); });
      } else if (!big && button) {
        while (button.firstChild) { heading.insertBefore(button.firstChild, button); }
        button.remove();
      }
      fold(section, big ? button : null, big);
    });
  };

  function fold(section, button, folded) {
    section.classList[folded ? "add" : "remove"]("folded");
    if (button) { button.setAttribute("aria-expanded", String(!folded)); }
  }

  /* Where one was */

  var MADE = ["home", "gallery", "sources", "titles", "tags", "tag", "search", "not-found"];
  var REMEMBERED = 60;
  var began = Date.now();

  function fraction() {
    var room = document.documentElement.scrollHeight - window.innerHeight;
    return room > 0 ? window.pageYOffset / room : 0;
  }

  /** The last heading that was scrolled past, or stands in the upper third of the screen. */
  function headingHere() {
    var here = null;
    each(".text h2[id], .text h3[id], article h2[id], article h3[id]", function (heading) {
      var box = heading.getBoundingClientRect();
      if (box.height && box.top < window.innerHeight / 3) { here = heading; }
    }, main);
    return here;
  }

  function remember() {
    var part = fraction();
    if (part < 0.25 && Date.now() - began < 20000) { return; }
    var heading = headingHere();
    var place = {
      path: page,
      title: main.getAttribute("data-title"),
      lang: (main.querySelector("article[lang]") || document.documentElement).lang,
      id: heading ? heading.id : "",
      heading: heading ? heading.textContent.trim() : "",
      fraction: Math.round(part * 100) / 100
    };
    write("last", place);
    var places = read("places");
    // Last in, last out: the page that was not opened for longest is forgotten first.
    delete places[page];
    places[page] = { id: place.id, heading: place.heading, fraction: place.fraction };
    Object.keys(places).slice(0, -REMEMBERED).forEach(function (old) { delete places[old]; });
    write("places", places);
  }

  function watch() {
    var timer = null;
    window.addEventListener("scroll", function () {
      clearTimeout(timer);
      timer = setTimeout(remember, 1000);
    }, { passive: true });
    setTimeout(remember, 20000);
  }

  function link(selector, href, words, lang) {
    each(selector, function (line) {
      var a = line.querySelector("a");
      a.setAttribute("href", href);
      a.textContent = words;
      if (lang) { a.setAttribute("lang", lang); }
      line.hidden = false;
    });
  }

  function anchor(id) { return id ? "#" + encodeURIComponent(id) : ""; }

  function offerLast() {
    var last = read("last");
    if (!last.path || !last.title) { return; }
    link("[data-last]", root + last.path + anchor(last.id), last.title + (last.heading ? " · " + last.heading : ""), last.lang);
  }

  function offerPlace() {
    var place = read("places")[page];
    // Not to the end of what was read through, and not over a place the address itself names.
    if (!place || place.fraction > 0.95 || location.hash) { return; }
    if (document.getElementById(place.id)) { link("[data-resume]", anchor(place.id), place.heading); }
  }

  /* Ticks */

  function hash(text) {
    var sum = 5381;
    for (var i = 0; i < text.length; i++) { sum = (sum * 33 + text.charCodeAt(i)) >>> 0; }
    return sum.toString(36);
  }

  /** The boxes that are kept, each with a name that stays when lines are put in or moved. */
  function boxes() {
    var seen = {};
    var found = [];
    each(".text input[type=checkbox], .ready input[type=checkbox]", function (box) {
      if (box.disabled || box.closest("form, .block-form")) { return; }
      var label = box.closest("label") || box.closest("li") || box.parentNode;
      var name = hash(label.textContent.replace(/\s+/g, " ").trim() || box.getAttribute("aria-label") || "");
      seen[name] = (seen[name] || 0) + 1;
      found.push({ box: box, name: seen[name] > 1 ? name + "." + seen[name] : name });
    });
    return found;
  }

  function listOf(box) {
    var list = null;
    for (var at = box.closest("ul, ol"); at; at = at.parentNode.closest("ul, ol")) { list = at; }
    return list;
  }

  function keepTicks(all) {
    var ticks = read("ticks");
    var own = {};
    all.forEach(function (one) {
      // Only what differs from the page as printed, so that the author's own ticks can change.
      if (one.box.checked !== one.box.defaultChecked) { own[one.name] = Number(one.box.checked); }
    });
    if (Object.keys(own).length) { ticks[page] = own; } else { delete ticks[page]; }
    write("ticks", ticks);
  }

  function showTicks(all) {
    var own = read("ticks")[page] || {};
    all.forEach(function (one) {
      one.box.checked = one.name in own ? own[one.name] === 1 : one.box.defaultChecked;
    });
  }

  function untickButton(list, mine, all) {
    var label = document.body.getAttribute("data-label-untick");
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.setAttribute("data-do", "untick");
    button.textContent = label;
    button.hidden = true;
    button.addEventListener("click", function () {
      mine.forEach(function (box) { box.checked = false; });
      keepTicks(all);
      mine[0].focus();
      button.hidden = true;
    });
    if (label) { list.parentNode.insertBefore(button, list.nextSibling); }
    return function () { button.hidden = !mine.some(function (box) { return box.checked; }); };
  }

  function startTicks() {
    var all = boxes();
    var lists = [];
    var shows = [];
    all.forEach(function (one) {
      var list = listOf(one.box);
      if (list && lists.indexOf(list) < 0) { lists.push(list); }
    });
    lists.forEach(function (list) {
      var mine = all.filter(function (one) { return list.contains(one.box); }).map(function (one) { return one.box; });
      shows.push(untickButton(list, mine, all));
    });
    function show() { shows.forEach(function (one) { one(); }); }
    all.forEach(function (one) {
      one.box.addEventListener("change", function () { keepTicks(all); show(); });
    });
    // After the browser has put back its own idea of the boxes.
    window.addEventListener("pageshow", function () { showTicks(all); show(); });
    showTicks(all);
    show();
  }

  /* The learning path one follows */

  function followOn(link, path) {
    var parts = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(link.getAttribute("href"));
    link.setAttribute("href", parts[1] + "?path=" + encodeURIComponent(path) + (parts[3] || ""));
  }

  function paths() {
    var followed = linli.kept("path");
    each("nav[data-path]", function (nav) {
      var path = nav.getAttribute("data-path");
      each("a[rel=prev], a[rel=next]", function (link) { followOn(link, path); }, nav);
    });
    each("[data-path-items]", function (list) {
      each("a[href]", function (link) { followOn(link, list.getAttribute("data-path-items")); }, list);
    });
    ["data-path", "data-path-place"].forEach(function (name) {
      var all = document.querySelectorAll("[" + name + "]");
      var own = Array.prototype.filter.call(all, function (place) { return place.getAttribute(name) === followed; });
      if (!own.length) { return; }
      each("[" + name + "]", function (place) { place.hidden = own.indexOf(place) < 0; });
      own.forEach(function (place) { place.setAttribute("data-followed", ""); });
    });
  }

  /* Choosing among the pages of a gallery. Without script the style sheet does the hiding, where it
     can; this also counts, and says when nothing is left. */

  function startChoice(form) {
    var items = Array.prototype.slice.call(document.querySelectorAll("[data-facet-list] > li"));
    var count = form.querySelector("[data-count]");
    var none = document.querySelector("p[data-none]");

    function choose() {
      var wanted = Array.prototype.map.call(form.querySelectorAll("input:checked"), function (box) { return box.value; }).filter(Boolean);
      var shown = 0;
      items.forEach(function (item) {
        var own = (item.getAttribute("data-facets") || "").split(" ");
        item.hidden = !wanted.every(function (key) { return own.indexOf(key) >= 0; });
        if (!item.hidden) { shown += 1; }
      });
      count.textContent = count.getAttribute("data-text").replace("{}", shown).replace("{}", items.length);
      none.hidden = shown > 0;
    }

    form.addEventListener("change", choose);
    // The form is empty only after everybody has heard of it.
    form.addEventListener("reset", function () { setTimeout(choose, 0); });
    // Going back, the browser puts the choice back when the page is shown.
    window.addEventListener("pageshow", choose);
    choose();
  }

  /* The whole handbook at home: what keeps it there comes when asked for, or where it is kept. */

  each("[data-do=keep]", function (button) {
    var workers = navigator.serviceWorker;
    linli.does.keep = function () {
      var script = document.createElement("script");
      script.src = button.getAttribute("data-keep");
      script.onerror = linli.tell.bind(linli, button, button.getAttribute("data-line"));
      document.head.appendChild(script);
    };
    button.hidden = location.protocol === "file:" || !(workers || linli.chat);
    if (workers && workers.controller) { linli.does.keep(); }
  });

  /** What the engine does once it is there; asking before brings it. */
  linli.search = function (query, options) {
    return new Promise(function (done, failed) {
      var engine = document.createElement("script");
      engine.onload = function () { done(linli.search(query, options)); };
      engine.onerror = failed;
      engine.src = document.querySelector("[data-find]").getAttribute("data-find").split(" ").pop();
      document.head.appendChild(engine);
    });
  };

  /* The start */

  var article = main && main.getAttribute("data-title") && MADE.indexOf(document.body.getAttribute("data-template")) < 0;
  linli.folds(document.documentElement.classList.contains("big"));
  paths();
  if (main) { startTicks(); }
  if (article) { offerPlace(); watch(); }
  window.addEventListener("pageshow", offerLast);
  offerLast();
  each("form[data-facets]", startChoice);
})();
