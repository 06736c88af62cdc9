//! ninjs
