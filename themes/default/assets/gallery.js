/* Choosing among the pages of a gallery. Without script the style sheet does the hiding, where it
   can; this also counts, and says when nothing is left. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-facets]");
  var items = Array.prototype.slice.call(document.querySelectorAll("[data-facet-list] > li"));
  var count = document.querySelector("[data-count]");
  var none = document.querySelector("p[data-none]");

  function chosen() {
    var boxes = Array.prototype.slice.call(form.querySelectorAll("input:checked"));
    return boxes.map(function (box) { return box.value; }).filter(Boolean);
  }

  function choose() {
    var wanted = chosen();
    var shown = 0;
    items.forEach(function (item) {
      var own = (item.getAttribute("data-facets") || "").split(" ");
      var fits = wanted.every(function (key) { return own.indexOf(key) >= 0; });
      item.hidden = !fits;
      if (fits) { shown += 1; }
    });
    if (count) { count.textContent = count.getAttribute("data-text").replace("{}", shown).replace("{}", items.length); }
    if (none) { none.hidden = shown > 0; }
  }

  if (form) {
    form.addEventListener("change", choose);
    // The form is empty only after everybody has heard of it.
    form.addEventListener("reset", function () { setTimeout(choose, 0); });
    // Going back, the browser puts the choice back when the page is shown.
    window.addEventListener("pageshow", choose);
    choose();
  }
})();
