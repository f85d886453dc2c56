/* What every page does besides being read. A classic script: modules do not load from a disk. */
(function () {
  "use strict";
  var body = document.body;
  var key = "linli:" + body.getAttribute("data-handbook") + ":language";

  // The language last chosen is where the handbook opens next time.
  var links = document.querySelectorAll("a[data-language]");
  for (var i = 0; i < links.length; i++) {
    links[i].addEventListener("click", function () {
      try { localStorage.setItem(key, this.getAttribute("data-language")); } catch (nothingIsKept) {}
    });
  }
})();
