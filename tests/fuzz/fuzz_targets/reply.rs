#![no_main]
#[path = "../checks.rs"]
#[expect(dead_code, reason = "one target calls one check")]
mod checks;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::reply(bytes));
