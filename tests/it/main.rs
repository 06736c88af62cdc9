//! The program as its users meet it: every test runs the real binary in a temporary archive.

mod architecture;
mod brute_force;
mod evidence;
mod evidence_properties;
mod fuzz_corpus;
mod fuzzed;
mod gold;
mod harness;
mod hostile;
mod identity;
mod indexing;
mod input;
mod ledger;
mod names;
mod output;
mod queries;
#[cfg(unix)]
mod readme;
mod reliability;
mod scripts;
mod versions;
mod who;
