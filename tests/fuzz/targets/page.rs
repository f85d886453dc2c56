//! Any bytes as a page, its folder in the first line.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| linli_fuzz::page(bytes));
