/* Ranks what a query finds: linli.search. src/search/answer.rs ranks in the same way in the
   terminal. */
(function () {
  "use strict";
  var linli = window.linli;
  var words = linli.words;
  var index = linli.index;
  var folder = "";

  // By place: in the text, often there, in a heading, in the summary or a tag, in the title.
  var WORTH = [1, 1.5, 2.6, 3.5, 5];
  var NAMED = 3;
  // What a page's own name says counts for each of its sections too, but less.
  var FROM_HEAD = 0.6, OVER_PAGE = 0.7;
  var NEIGHBOURS = 0.5, OWN_LANGUAGE = 1.3, NOISE = 0.6;
  var REREAD = 12;
  var room = { sections: 0 };

  /** How much of what is asked for a set of atoms covers, and what neighbours among them are worth. */
  function measure(asked, rarity) {
    var all = asked.weights.reduce(function (sum, weight) { return sum + weight; }, 0);
    var known = {};
    return function (mask) {
      if (mask in known) { return known[mask]; }
      var covered = [], near = 0;
      asked.atoms.forEach(function (atom, i) {
        if (!(mask >>> i & 1)) { return; }
        for (var unit = atom.from; unit < atom.to; unit += 1) { covered[unit] = true; }
        var next = asked.atoms[i + 1];
        if (next && mask >>> (i + 1) & 1 && atom.pair && next.pair && next.from === atom.from + 1) { near += NEIGHBOURS * Math.min(rarity[i], rarity[i + 1]); }
      });
      var sum = asked.weights.reduce(function (sum, weight, unit) { return sum + (covered[unit] ? weight : 0); }, 0);
      known[mask] = { covered: sum / all, near: near };
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

  function clear(manifest, atoms) {
    if (room.sections !== manifest.sections) {
      room = {
        sections: manifest.sections, score: new Float32Array(manifest.sections), mask: new Uint32Array(manifest.sections),
        seen: new Uint8Array(manifest.sections), total: new Float32Array(manifest.sections)
      };
    }
    [room.score, room.mask, room.seen].forEach(function (array) { array.fill(0); });
    room.places = new Uint8Array(manifest.pages * atoms);
    room.heads = new Uint32Array(manifest.pages);
    room.pages = new Uint32Array(manifest.pages);
  }

  /** Every page that has something, with its score, how much of the query it covers, and its best section. */
  function rank(asked, options) {
    var manifest = index.manifest(), map = index.map(), atoms = asked.atoms;
    clear(manifest, atoms.length);
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
      rarity[i] = Math.log(1 + (manifest.sections - hits.length + 0.5) / (hits.length + 0.5));
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
        one = { page: page, score: sum(page, room.pages[page], 0, OVER_PAGE) * whole.covered * whole.covered, covered: 0.9 * whole.covered, section: section, best: -1 };
        pages.set(page, one);
      }
      var mask = room.mask[section] | room.heads[page];
      var own = of(mask);
      var total = (room.score[section] + sum(page, room.heads[page] & ~room.mask[section], NAMED, FROM_HEAD) + own.near) * own.covered * own.covered;
      room.total[section] = total;
      one.covered = Math.max(one.covered, own.covered);
      one.score = Math.max(one.score, total);
      if (total > one.best || total === one.best && section < one.section) { one.best = total; one.section = section; }
    });
    var all = Array.from(pages.values());
    var best = all.reduce(function (best, one) { return Math.max(best, one.covered); }, 0);
    all = all.filter(function (one) { return one.covered >= NOISE * best; });
    all.forEach(function (one) { if (languageOf(one.page) === options.lang) { one.score *= OWN_LANGUAGE; } });
    all.sort(function (a, b) { return b.score - a.score || a.page - b.page; });
    return { pages: all, covered: best };
  }

  function languageOf(page) {
    return index.manifest().languages.reduce(function (folder, one) { return one[1] <= page ? one[0] : folder; }, "");
  }

  /* Narrowing and counting */

  function narrow(found, options) {
    var map = index.map(), manifest = index.manifest();
    var where = options.where || {};
    var kinds = options.kinds || where.kind;
    var names = Object.keys(where).filter(function (name) { return name !== "kind" && name !== "lang" && where[name].length; });
    return (names.length || options.counts ? index.file("facets") : Promise.resolve([])).then(function (facets) {
      function has(name, values) {
        var pages = new Uint8Array(manifest.pages);
        facets.forEach(function (facet) {
          if (facet[0] !== name) { return; }
          facet[1].forEach(function (value) { if (values.indexOf(value[0]) >= 0) { index.read(value[2], function (page) { pages[page] = 1; }); } });
        });
        return pages;
      }
      var sets = names.map(function (name) { return has(name, where[name]); });
      found.pages = found.pages.filter(function (one) {
        return (!kinds || !kinds.length || kinds.indexOf(manifest.kinds[map.kinds[one.page]][0]) >= 0)
          && (!where.lang || !where.lang.length || where.lang.indexOf(languageOf(one.page)) >= 0)
          && sets.every(function (set) { return set[one.page]; });
      });
      if (options.counts) { found.facets = count(found.pages, facets, options.lang); }
      return found;
    });
  }

  function count(pages, facets, lang) {
    var manifest = index.manifest(), map = index.map();
    var reader = Math.max(0, manifest.languages.findIndex(function (one) { return one[0] === lang; }));
    var present = new Uint8Array(manifest.pages);
    var kinds = {}, languages = {};
    pages.forEach(function (one) {
      present[one.page] = 1;
      kinds[map.kinds[one.page]] = (kinds[map.kinds[one.page]] || 0) + 1;
      languages[languageOf(one.page)] = (languages[languageOf(one.page)] || 0) + 1;
    });
    function facet(name, values) {
      values = values.filter(function (value) { return value.count && value.label; });
      values.sort(function (a, b) { return b.count - a.count; });
      return { name: name, values: values };
    }
    return [
      facet("kind", manifest.kinds.map(function (kind, i) { return { value: kind[0], label: kind[1][reader], count: kinds[i] || 0 }; })),
      facet("lang", manifest.languages.map(function (one) { return { value: one[0], label: one[0], count: languages[one[0]] || 0 }; }))
    ].concat(facets.map(function (one) {
      return facet(one[0], one[1].map(function (value) {
        var number = 0;
        index.read(value[2], function (page) { number += present[page]; });
        return { value: value[0], label: value[1][Math.min(reader, value[1].length - 1)], count: number };
      }));
    })).filter(function (facet) { return facet.values.length; });
  }

  /* Reading again what came first, and quoting it */

  function joined(text, isText) {
    return words.runs(text, isText).map(function (run) { return run.han ? run.c.join("") : words.word(run); });
  }

  /** How many of the query's runs stand in a text as they are. */
  function phrases(wanted, text) {
    var runs = joined(text, true);
    return wanted.filter(function (part) { return runs.some(function (run) { return run.indexOf(part) >= 0; }); }).length;
  }

  function reread(one, texts, row, query) {
    var wanted = joined(query, false);
    var asked = wanted.join(" "), title = joined(row[1], true).join(" ");
    var firsts = index.map().firsts, first = firsts[one.page], best = -1;
    one.factor = title === asked ? 2 : title.indexOf(asked) === 0 ? 1.5 : title.indexOf(asked) > 0 ? 1.25 : 1;
    var most = 0;
    for (var section = first; section < firsts[one.page + 1]; section += 1) {
      if (!room.mask[section]) { continue; }
      var at = (section - first) * 3;
      var text = at ? texts[at - 1] + "\n" + texts[at] : row[1] + "\n" + texts[0];
      var whole = phrases(wanted, text);
      if (whole > most || whole === most && room.total[section] > best) { most = Math.max(whole, most); best = room.total[section]; one.section = section; }
    }
    one.factor *= 1 + 0.3 * most / Math.max(1, wanted.length);
    one.texts = texts;
  }

  function result(one, row, options) {
    var manifest = index.manifest(), map = index.map();
    var lang = languageOf(one.page), kind = manifest.kinds[map.kinds[one.page]];
    var reader = Math.max(0, manifest.languages.findIndex(function (each) { return each[0] === options.lang; }));
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
    return index.file("pages", shard).then(function (value) { return { row: value[0][one.page - shard * size], first: value[1], names: value[2] }; });
  }

  function answer(query, options) {
    var asked, found, rows;
    return linli.ask.look(query).then(function (value) {
      asked = value;
      return narrow(rank(asked, options), options);
    }).then(function (value) {
      found = value;
      found.shown = found.pages.slice(0, Math.max(options.limit, REREAD));
      return Promise.all(found.shown.map(rowOf));
    }).then(function (value) {
      rows = value;
      rows.forEach(function (row, i) { found.shown[i].row = row.row; });
      if (options.partial) { options.partial(told()); }
      return Promise.all(found.shown.map(function (one, i) {
        return index.text(rows[i]).then(function (texts) { reread(one, texts[one.page - texts[0] + 1], one.row, options.query); });
      }));
    }).then(function () {
      found.shown.forEach(function (one) { one.score *= one.factor; });
      found.shown.sort(function (a, b) { return b.score - a.score || a.page - b.page; });
      return told();
    });
    function told() {
      return {
        total: found.pages.length, similar: found.pages.length > 0 && (found.covered < 0.999 || Boolean(asked.bent)),
        results: found.shown.slice(0, options.limit).map(function (one) { return result(one, one.row, options); }),
        facets: found.facets || [], nearest: []
      };
    }
  }

  linli.search = function (query, options) {
    var own = Object.assign({ limit: 10, lang: folder }, options, { query: linli.ask.clean(query) });
    return index.patiently(function () { return answer(own.query, own); });
  };
})();
