/* Keeps what stands before a reader when a page of a preview reloads: the place, what is open and
   what was typed. In this tab alone, and for one reload. */
(function () {
  'use strict';
  var name = 'linli-preview ' + location.pathname;
  var FIELDS = 'input, textarea, select';
  var NOT_TYPED = /^(password|file|hidden|submit|button|image|reset)$/;

  /** Each element with a name that holds while others come and go: what it is called, and which of those it is. */
  function named(selector, called, work) {
    var counts = {};
    Array.prototype.forEach.call(document.querySelectorAll(selector), function (element) {
      var own = called(element);
      counts[own] = (counts[own] || 0) + 1;
      work(element, own + ' ' + counts[own]);
    });
  }

  function text(element) {
    return element ? element.textContent.trim().slice(0, 80) : '';
  }

  function detailsName(details) {
    return details.getAttribute('data-of') || details.id || text(details.querySelector('summary'));
  }

  function isBox(field) {
    return field.type === 'checkbox' || field.type === 'radio';
  }

  function fieldName(field) {
    var label = field.getAttribute('aria-label') || text(field.labels && field.labels[0]);
    return [field.type, field.name, field.id, isBox(field) ? field.value : '', label].join('|');
  }

  function isTyped(field) {
    if (NOT_TYPED.test(field.type)) return false;
    if (isBox(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== 'SELECT') return field.value !== field.defaultValue;
    return Array.prototype.some.call(field.options, function (option) {
      return option.selected !== option.defaultSelected;
    });
  }

  /** The last heading over the middle of the screen, and how far down it stands: what is typed above it moves nothing. */
  function mark() {
    var found = null;
    if (window.pageYOffset === 0) return found;
    named('h1[id], h2[id], h3[id], h4[id]', function () { return ''; }, function (heading) {
      var top = heading.getBoundingClientRect().top;
      if (top < window.innerHeight / 2) found = [heading.id, top];
    });
    return found;
  }

  function save() {
    var state = { x: window.pageXOffset, y: window.pageYOffset, mark: mark(), open: {}, typed: {}, focus: null, at: Date.now() };
    named('details', detailsName, function (details, own) { state.open[own] = details.open; });
    named(FIELDS, fieldName, function (field, own) {
      if (isTyped(field)) state.typed[own] = isBox(field) ? field.checked : field.value;
      if (field === document.activeElement) state.focus = own;
    });
    try {
      sessionStorage.setItem(name, JSON.stringify(state));
      history.scrollRestoration = 'manual';
    } catch (refused) {}
  }

  function take() {
    try {
      var state = JSON.parse(sessionStorage.getItem(name));
      sessionStorage.removeItem(name);
      return state && Date.now() - state.at < 60000 ? state : null;
    } catch (refused) { return null; }
  }

  /** The site hears of it as if it were typed; a search would begin to search, and is left in peace. */
  function type(field, value) {
    if (isBox(field)) field.checked = value; else field.value = value;
    if (field.type === 'search') return;
    var event = document.createEvent('Event');
    event.initEvent(isBox(field) || field.tagName === 'SELECT' ? 'change' : 'input', true, false);
    field.dispatchEvent(event);
  }

  function restore(state) {
    named('details', detailsName, function (details, own) {
      if (own in state.open) details.open = state.open[own];
    });
    named(FIELDS, fieldName, function (field, own) {
      if (own in state.typed && !NOT_TYPED.test(field.type)) type(field, state.typed[own]);
      if (own === state.focus) field.focus({ preventScroll: true });
    });
    var moved = false;
    ['wheel', 'touchstart', 'keydown', 'mousedown'].forEach(function (kind) {
      window.addEventListener(kind, function () { moved = true; }, { once: true, passive: true });
    });
    function place() {
      var marked = state.mark && document.getElementById(state.mark[0]);
      var y = marked ? window.pageYOffset + marked.getBoundingClientRect().top - state.mark[1] : state.y;
      if (!moved) window.scrollTo({ left: state.x, top: y, behavior: 'instant' });
    }
    function settle() {
      place();
      // The browser's own restoring and pictures without a size come a little later.
      requestAnimationFrame(place);
      freeScroll();
    }
    place();
    if (document.readyState === 'complete') settle(); else window.addEventListener('load', settle);
  }

  /** From now on the browser itself remembers the place again. */
  function freeScroll() {
    try { history.scrollRestoration = 'auto'; } catch (refused) {}
  }

  document.addEventListener('linli-leaves', save);
  var kept = take();
  // Where the page has gone, only the note about it matters, and it stands at the top.
  if (kept && document.querySelector('.linli-gone')) window.addEventListener('load', freeScroll);
  else if (kept) restore(kept);
})();
