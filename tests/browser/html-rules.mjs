// How strictly the built pages' HTML is read: the standard rules, but for those named here with
// the reason each is off.

export const rules = {
  extends: ['html-validate:standard'],
  rules: {
    // Our writer and pulldown-cmark close `<br />` and `<img />`: valid, and the same in XHTML for EPUB.
    'void-style': 'off',
    // Template lines may end in a space; it never reaches a reader.
    'no-trailing-whitespace': 'off',
    // Headings' ids keep Han, and begin with a digit where the heading does: both valid in HTML5.
    'valid-id': ['error', { relaxed: true }],
    // A heading may be longer than search engines show; authors are told of long titles elsewhere.
    'long-title': 'off',
    // It wants `<output>` for `role=status`; old phones' screen readers announce the role only.
    'prefer-native-element': 'off',
    // `&` in words is escaped by our writer; in an address of an author it is valid unescaped.
    'no-raw-characters': ['error', { relaxed: true }],
  },
}
