/* Keeps of what was found what is wanted, and counts what else could be. */
(function () {
  "use strict";
  var linli = window.linli;
  var index = linli.index;

  /** What one can narrow by: {name, values: [{value, label, each}]}, each calling back with its pages. */
  function ways(facets, options) {
    var manifest = index.manifest(), map = index.map(), reader = index.languageNumber(options.lang);
    function all(test) {
      return function (act) { for (var page = 0; page < manifest.pages; page += 1) { if (test(page)) { act(page); } } };
    }
    return [
      { name: "kind", values: manifest.kinds.map(function (kind, i) {
        return { value: kind[0], label: kind[1][reader], each: all(function (page) { return map.kinds[page] === i; }) };
      }) },
      { name: "lang", values: manifest.languages.map(function (language, i) {
        var end = (manifest.languages[i + 1] || [0, manifest.pages])[1];
        return { value: language[0], label: language[2], each: all(function (page) { return page >= language[1] && page < end; }) };
      }) }
    ].concat((facets || []).map(function (facet) {
      return { name: facet[0], values: facet[1].map(function (value) {
        return { value: value[0], label: value[1][Math.min(reader, value[1].length - 1)], each: function (act) { index.read(value[2], act); } };
      }) };
    }));
  }

  /**
   * Keeps the pages that are wanted. What each way to narrow leads to is counted without what is chosen
   * in it, so that the other choices stay offered.
   */
  linli.narrow = function (found, options, facets) {
    var manifest = index.manifest(), where = options.where;
    var by = ways(facets, options), all = found.all, sets = {};
    by.forEach(function (way) {
      if (!(where[way.name] || []).length) { return; }
      var set = sets[way.name] = new Uint8Array(manifest.pages);
      way.values.forEach(function (value) {
        if (where[way.name].indexOf(value.value) >= 0) { value.each(function (page) { set[page] = 1; }); }
      });
    });
    function fitting(but) {
      return all.filter(function (one) {
        return Object.keys(sets).every(function (name) { return name === but || sets[name][one.page]; });
      });
    }
    found.pages = fitting("");
    if (!options.counts || !facets) { return; }
    function present(pages) {
      var present = new Uint8Array(manifest.pages);
      pages.forEach(function (one) { present[one.page] = 1; });
      return present;
    }
    var usual = present(found.pages);
    found.facets = by.map(function (way) {
      var here = sets[way.name] ? present(fitting(way.name)) : usual;
      var values = way.values.map(function (value) {
        var count = 0;
        value.each(function (page) { count += here[page]; });
        return { value: value.value, label: value.label, count: count };
      });
      values = values.filter(function (value) { return value.label && (value.count || (where[way.name] || []).indexOf(value.value) >= 0); });
      values.sort(function (a, b) { return b.count - a.count; });
      return { name: way.name, label: (manifest.labels[way.name] || [])[index.languageNumber(options.lang)] || "", values: values };
    }).filter(function (facet) { return facet.values.length; });
  };
})();
