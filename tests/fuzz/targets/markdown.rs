//! Any bytes as the body of a page.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| linli_fuzz::markdown(bytes));
