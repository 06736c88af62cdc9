//! lexisnexis
