//! gigaword
