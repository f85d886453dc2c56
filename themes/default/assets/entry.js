/* Goes straight to the language last chosen, else to the first. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var links = document.querySelectorAll("#languages a");
    var key = "linli:" + document.body.getAttribute("data-handbook") + ":language";
    var chosen = null;
    try { chosen = localStorage.getItem(key); } catch (nothingIsKept) {}
    var target = links[0];
    for (var i = 0; i < links.length; i++) {
      if (links[i].getAttribute("data-language") === chosen) { target = links[i]; }
    }
    if (target) { location.replace(target.href); }
  });
})();
