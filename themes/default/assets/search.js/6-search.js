/* Ranks what a query finds: linli.search. src/search/rank.rs ranks in the same way in the
   terminal. */
(function () {
  "use strict";
  var linli = window.linli;
  var words = linli.words;
  var index = linli.index;
  // The reader's language: its folder is the first below the root.
  var page = document.querySelector("main[data-page]");
  var folder = page ? page.getAttribute("data-page").split("/")[0] : "";

  // By place: in the text, often there, in a heading, in the summary or a tag, in the title.
  var WORTH = [1, 1.5, 2.6, 3.5, 5];
  var NAMED = 3;
  // What a page's own name says counts for each of its sections too, but less.
  var FROM_HEAD = 0.6, OVER_PAGE = 0.7;
  var NEIGHBOURS = 0.5, OWN_LANGUAGE = 1.3, NOISE = 0.6;
  // What stands in one section of a run of Han, and what stands in a text as it is asked.
  var RUN = 1.5, PHRASE = 4, TITLE = 3, BEGINS = 1.5;
  // So many pages are read again, and so many more where none has all that is asked.
  var REREAD = 12, REREAD_BARE = 24;

  /** How much of what is asked for a set of atoms covers, and what neighbours among them are worth. */
  function measure(asked, rarity) {
    var all = asked.weights.reduce(function (sum, weight) { return sum + weight; }, 0);
    var known = {};
    return function (mask) {
      if (mask in known) { return known[mask]; }
      var covered = [], near = 0, rare = 0;
      asked.atoms.forEach(function (atom, i) {
        if (!(mask >>> i & 1)) { return; }
        rare += rarity[i];
        for (var unit = atom.from; unit < atom.to; unit += 1) { covered[unit] = true; }
        var next = asked.atoms[i + 1];
        if (next && mask >>> (i + 1) & 1 && atom.pair && next.pair && next.from === atom.from + 1) { near += NEIGHBOURS * Math.min(rarity[i], rarity[i + 1]); }
      });
      var sum = asked.weights.reduce(function (sum, weight, unit) { return sum + (covered[unit] ? weight : 0); }, 0);
      known[mask] = { covered: sum / all, near: near, rarity: rare };
      return known[mask];
    };
  }

  /** The sections that hold all terms of a way, each with its best place in them: calls back with both. */
  function gather(parts, each) {
    if (parts.length === 1) { parts[0].forEach(function (list) { index.read(list, each); }); return; }
    var found = new Map();
    parts.forEach(function (lists, at) {
      lists.forEach(function (list) {
        index.read(list, function (section, place) {
          var one = found.get(section);
          if (!one && at === 0) { found.set(section, { until: 1, place: place }); }
          // Of two places the lesser: all of it stands there.
          if (one && one.until === at) { one.until = at + 1; one.place = Math.min(one.place, place); }
        });
      });
    });
    found.forEach(function (one, section) { if (one.until === parts.length) { each(section, one.place); } });
  }

  /** Every page that has something, with its score, how much of the query it covers, and its best section. */
  function rank(asked, options) {
    var manifest = index.manifest(), map = index.map(), atoms = asked.atoms;
    // Fresh ones, since an answer is read again later, when another may have been begun.
    var room = {
      score: new Float32Array(manifest.sections), total: new Float32Array(manifest.sections), mask: new Uint32Array(manifest.sections),
      seen: new Uint8Array(manifest.sections), places: new Uint8Array(manifest.pages * atoms.length),
      heads: new Uint32Array(manifest.pages), pages: new Uint32Array(manifest.pages)
    };
    var rarity = [], touched = [];
    atoms.forEach(function (atom, i) {
      var hits = [], places = [];
      atom.ways.forEach(function (way) {
        gather(way.parts, function (section, place) {
          if (room.seen[section] === i + 1) { return; }
          room.seen[section] = i + 1;
          hits.push(section);
          places.push(WORTH[place] * way.weight);
          var at = map.page[section] * atoms.length + i;
          room.places[at] = Math.max(room.places[at], place + 1);
          if (place >= NAMED) { room.heads[map.page[section]] |= 1 << i; }
        });
      });
      // To so many digits every machine has the same logarithm, and so the same order.
      rarity[i] = Math.fround(Math.log(1 + (manifest.sections - hits.length + 0.5) / (hits.length + 0.5)));
      hits.forEach(function (section, k) {
        if (!room.mask[section]) { touched.push(section); }
        room.score[section] += rarity[i] * places[k];
        room.mask[section] |= 1 << i;
        room.pages[map.page[section]] |= 1 << i;
      });
    });
    var of = measure(asked, rarity);
    var pages = new Map();
    function sum(page, mask, least, share) {
      var sum = 0;
      for (var i = 0; i < atoms.length; i += 1) {
        var place = room.places[page * atoms.length + i] - 1;
        if (mask >>> i & 1 && place >= least) { sum += share * WORTH[place] * rarity[i]; }
      }
      return sum;
    }
    touched.forEach(function (section) {
      var page = map.page[section];
      var one = pages.get(page);
      if (!one) {
        var whole = of(room.pages[page]);
        var titled = 0;
        atoms.forEach(function (atom, i) { if (room.places[page * atoms.length + i] === WORTH.length) { titled |= 1 << i; } });
        one = { page: page, named: of(titled).covered > 0.999, score: sum(page, room.pages[page], 0, OVER_PAGE) * whole.covered * whole.covered, covered: 0.9 * whole.covered, section: section, best: -1, bare: 0 };
        pages.set(page, one);
      }
      var mask = room.mask[section] | room.heads[page];
      var own = of(mask);
      var total = (room.score[section] + sum(page, room.heads[page] & ~room.mask[section], NAMED, FROM_HEAD) + own.near) * own.covered * own.covered;
      if (of(room.mask[section]).covered > 0.999) { total *= RUN; }
      room.total[section] = total;
      var bare = of(room.mask[section]);
      one.bare = Math.max(one.bare, (bare.rarity + bare.near) * bare.covered * bare.covered);
      one.covered = Math.max(one.covered, own.covered);
      one.score = Math.max(one.score, total);
      if (total > one.best || total === one.best && section < one.section) { one.best = total; one.section = section; }
    });
    var all = Array.from(pages.values());
    var best = all.reduce(function (best, one) { return Math.max(best, one.covered); }, 0);
    all = all.filter(function (one) { return one.covered >= NOISE * best; });
    all.forEach(function (one) { if (languageOf(one.page) === options.lang) { one.score *= OWN_LANGUAGE; } });
    all.sort(function (a, b) { return b.score - a.score || a.page - b.page; });
    return { all: all, pages: all, covered: best, mask: room.mask, total: room.total };
  }

  function languageOf(page) {
    return index.manifest().languages.reduce(function (folder, one) { return one[1] <= page ? one[0] : folder; }, "");
  }

  /* Reading again what came first, and quoting it */

  var LONGEST_COMPARED = 40;

  /**
   * The pages to read again: the first ones, and where none has all that is asked those with most of it
   * in one section, whatever their titles say, as a phrase with a slip in it would be.
   */
  function candidates(found, limit) {
    var first = found.pages.slice(0, Math.max(limit, REREAD));
    if (found.covered > 0.999) { return first; }
    var bare = found.pages.slice().sort(function (a, b) { return b.bare - a.bare || a.page - b.page; });
    return first.concat(bare.filter(function (one) { return first.indexOf(one) < 0; }).slice(0, REREAD_BARE));
  }

  /** How near what is asked comes to standing in a text as it is: 1 for word by word, 0 for far off. */
  function nearness(asked, text) {
    if (text.indexOf(asked) >= 0) { return 1; }
    if (asked.length < 3 || asked.length > LONGEST_COMPARED) { return 0; }
    return Math.max(0, 1 - words.nearest(asked, text) * 2.5 / asked.length);
  }

  /** Finds the section that comes nearest, and what the page's words are worth besides its terms. */
  function reread(found, one, texts, asked) {
    var title = words.flat(one.row[1], true);
    var firsts = index.map().firsts, first = firsts[one.page], best = -1, nearest = 0;
    for (var section = first; section < firsts[one.page + 1]; section += 1) {
      if (!found.mask[section]) { continue; }
      var at = (section - first) * 3;
      var near = Math.max(nearness(asked, words.flat(texts[at], true)), nearness(asked, at ? words.flat(texts[at - 1], true) : title));
      if (near > nearest || near === nearest && found.total[section] > best) { nearest = near; best = found.total[section]; one.section = section; }
    }
    // A title within what is asked is asked for as well: the more of it, the surer.
    var named = title.length > 2 && asked.indexOf(title) >= 0 ? 1 + title.length / asked.length : 1;
    // What people ask and other names are no part of the text.
    if (one.named) { nearest = 1; one.section = first; }
    one.factor = (title === asked ? TITLE : title.indexOf(asked) === 0 ? BEGINS : named) * (1 + PHRASE * nearest);
    one.texts = texts;
  }

  function result(one, row, options) {
    var manifest = index.manifest(), map = index.map();
    var lang = languageOf(one.page), kind = manifest.kinds[map.kinds[one.page]];
    var reader = index.languageNumber(options.lang);
    // The reader's own copy of a page that is not translated.
    var url = row[4] && row[4].indexOf(reader) >= 0 ? row[0].replace(/^[^/]*/, manifest.languages[reader][0]) : row[0];
    var at = (one.section - map.firsts[one.page]) * 3;
    var anchor = one.texts && at ? one.texts[at - 2] : "";
    return {
      url: url + (anchor ? "#" + encodeURIComponent(anchor) : ""), title: row[1], heading: anchor ? one.texts[at - 1] : "",
      kind: kind[0], label: kind[1][reader] || "", lang: lang, code: row[2], score: one.score,
      snippet: one.texts ? linli.quote(one.texts[at] || one.texts[0], options.query) : ""
    };
  }

  function rowOf(one) {
    var size = index.manifest().perShard, shard = Math.floor(one.page / size);
    return index.file("pages", shard).then(function (value) { return { row: value[0][one.page - shard * size], hash: value[2] }; });
  }

  function withRows(pages) {
    return Promise.all(pages.map(rowOf)).then(function (rows) {
      rows.forEach(function (row, i) { pages[i].row = row.row; });
      return rows;
    });
  }

  /** Up to five pages whose titles have some of the characters, for who asked for what is not there. */
  function nearest(query, options) {
    return linli.ask.loosely(query).then(function (asked) {
      var pages = rank(asked, options).pages.slice(0, 5);
      return withRows(pages).then(function () {
        return pages.map(function (one) { return { words: one.row[1], url: result(one, one.row, options).url }; });
      });
    });
  }

  function answer(query, options) {
    var asked, found, flat;
    // Choices by what only a file knows have to wait for it; what could be chosen is told later.
    var chosen = Object.keys(options.where).some(function (name) { return name !== "kind" && name !== "lang" && options.where[name].length; });
    function told(near) {
      return {
        total: found.pages.length, similar: found.pages.length > 0 && (found.covered < 0.999 || Boolean(asked.bent)),
        results: found.shown.slice(0, options.limit).map(function (one) { return result(one, one.row, options); }),
        facets: found.facets, nearest: near || []
      };
    }
    function facets() { return index.file("facets").then(function (value) { linli.narrow(found, options, value); }); }
    return linli.ask.look(query).then(function (value) {
      asked = value;
      // Not before: looking up may teach it to read traditional characters.
      flat = words.flat(query, false);
      found = rank(asked, options);
      if (chosen || options.counts && index.has("facets")) { return facets(); }
      linli.narrow(found, options, null);
    }).then(function () {
      found.shown = candidates(found, options.limit);
      return withRows(found.shown.slice(0, options.limit));
    }).then(function () {
      if (options.partial && found.shown.length) { options.partial(told()); }
      return Promise.all([withRows(found.shown), options.counts && !found.facets ? facets() : null]);
    }).then(function (loaded) {
      if (!found.shown.length) { return flat ? nearest(query, options) : []; }
      return Promise.all(found.shown.map(function (one, i) {
        return index.text(loaded[0][i]).then(function (texts) { reread(found, one, texts[one.page - texts[0] + 1], flat); });
      })).then(function () {
        found.shown.forEach(function (one) { one.score *= one.factor; });
        found.shown.sort(function (a, b) { return b.score - a.score || a.page - b.page; });
      });
    }).then(told);
  }

  linli.search = function (query, options) {
    var own = Object.assign({ limit: 10, lang: folder }, options, { query: linli.ask.clean(query) });
    own.where = Object.assign({}, own.where, own.kinds && own.kinds.length ? { kind: own.kinds } : {});
    return index.patiently(function () { return answer(own.query, own); });
  };
})();
