/* Searches the titles, summaries and other words of all pages. The index is a classic script that
   calls one function, since a page on a disk may load a script but not fetch a file. */
(function () {
  "use strict";
  var root = document.documentElement.getAttribute("data-root") || "";
  var HAN = /[\u2e80-\u9fff\uf900-\ufaff]/;
  var loading = null;

  /** The text as it is compared, and for every character of it the place it comes from. */
  function normal(text) {
    var words = "", from = [];
    text.split("").forEach(function (letter, i) {
      // A space between Han is no part of a word.
      if (/\s/.test(letter) && HAN.test(text[i - 1]) && HAN.test(text[i + 1])) { return; }
      var plain = letter.normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
      for (var k = 0; k < plain.length; k++) { from.push(i); }
      words += plain;
    });
    return { words: words, from: from };
  }

  function partsOf(query) {
    return query.split(/\s+/).map(function (part) { return normal(part).words; }).filter(Boolean);
  }

  /** Every entry of every language, once the index is there. */
  function load() {
    loading = loading || new Promise(function (done, failed) {
      window.linliTitles = function (titles) {
        done([].concat.apply([], Object.keys(titles).map(function (lang) {
          return titles[lang].map(function (row) {
            return { row: row, lang: lang, title: normal(row[0]).words, rest: normal(row[3] + " " + row[4]).words };
          });
        })));
      };
      var script = document.createElement("script");
      script.src = root + "search/manifest.js";
      script.onerror = function () {
        var error = new Error("the index cannot be loaded");
        error.missing = true;
        loading = null;
        failed(error);
      };
      document.head.appendChild(script);
    });
    return loading;
  }

  /** How well an entry answers, 0 for not at all: every part must be found, best in the title. */
  function score(entry, parts) {
    return parts.reduce(function (sum, part) {
      var at = entry.title.indexOf(part);
      var worth = at < 0 ? Number(entry.rest.indexOf(part) >= 0) : entry.title === part ? 9 : at === 0 ? 5 : 4;
      return sum && worth && sum + worth;
    }, Number(parts.length > 0));
  }

  function counted(found, name) {
    var counts = {};
    found.forEach(function (result) { counts[result[name]] = (counts[result[name]] || 0) + 1; });
    return Object.keys(counts).filter(Boolean).sort().map(function (value) { return { value: value, label: value, count: counts[value] }; });
  }

  window.linli.search = function (query, options) {
    var wanted = options || {}, where = wanted.where || {};
    var parts = partsOf(query);
    return load().then(function (entries) {
      var found = entries.map(function (entry) {
        var row = entry.row;
        return { url: row[1], title: row[0], heading: "", kind: row[2], label: row[2], lang: entry.lang, code: "", snippet: row[3], score: score(entry, parts) };
      }).filter(function (result) { return result.score && (!where.lang || where.lang.indexOf(result.lang) >= 0); });
      var kinds = counted(found, "kind"), langs = counted(found, "lang");
      found = found.filter(function (result) { return !wanted.kinds || wanted.kinds.indexOf(result.kind) >= 0; });
      found.sort(function (a, b) { return (b.lang === wanted.lang) - (a.lang === wanted.lang) || b.score - a.score; });
      var facets = wanted.counts ? [{ name: "kind", label: "", values: kinds }, { name: "lang", label: "", values: langs }] : undefined;
      return { total: found.length, results: found.slice(0, wanted.limit || 20), similar: false, facets: facets, nearest: [] };
    });
  };

  window.linli.marks = function (text, query) {
    var plain = normal(text), hits = [];
    partsOf(query).forEach(function (part) {
      for (var at = plain.words.indexOf(part); at >= 0; at = plain.words.indexOf(part, at + part.length)) {
        hits.push([plain.from[at], plain.from[at + part.length - 1] + 1]);
      }
    });
    return hits.sort(function (a, b) { return a[0] - b[0]; });
  };
})();
